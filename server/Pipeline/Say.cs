using System.Globalization;

namespace Timpora.Comms.Pipeline;

/// <summary>A sentence for a person in both languages of the product; Bahasa Indonesia unless English was asked for.</summary>
public readonly record struct Say(string Id, string En)
{
    /// <summary>The sentence in the language of the current request.</summary>
    public override string ToString() => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? En : Id;
}
