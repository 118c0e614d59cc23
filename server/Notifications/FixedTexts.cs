namespace Timpora.Comms.Notifications;

/// <summary>
/// The only words that leave the hub. Nothing of a case stands in them, no number, name, place or agency: a lock screen, a mail server and a telephone company read them, too
/// (reliability-security.md 7.7).
/// </summary>
public static class FixedTexts
{
    private const string DrillMark = "LATIHAN (DRILL) - ";

    /// <summary>The e-mail's subject.</summary>
    public static string Subject(bool isDrill) => Mark(isDrill) + "Timpora.Comms: peringatan menunggu jawaban Anda / an alert awaits your answer";

    /// <summary>The e-mail's text.</summary>
    public static string Letter(bool isDrill, Uri link) => $"""
        {Mark(isDrill)}Timpora.Comms: ada peringatan menunggu jawaban Anda.
        Buka tautan ini dan masuk dengan akun Anda (sekali pakai, berlaku 24 jam):

        {Mark(isDrill)}Timpora.Comms: an alert awaits your answer.
        Open this link and sign in with your account (works once, for 24 hours):

        {link.AbsoluteUri}

        """;

    /// <summary>The text message: one part of 160 plain characters with a host name of up to 40.</summary>
    public static string Message(bool isDrill, Uri link) => $"{(isDrill ? "LATIHAN - " : "")}Timpora.Comms: ada peringatan menunggu jawaban Anda. Buka: {link.AbsoluteUri}";

    private static string Mark(bool isDrill) => isDrill ? DrillMark : "";
}
