using System.Text.Json;
using FluentValidation;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// What an alert must look like before anything is opened: codes that exist, times that can be, no identity numbers anywhere,
/// a concrete ground for a marriage referral.
/// </summary>
public abstract class PostAlertRules : AbstractValidator<PostAlert.Request>
{
    /// <summary>Longest headline, in characters.</summary>
    public const int HeadlineLength = 120;

    /// <summary>Longest narrative, in characters.</summary>
    public const int NarrativeLength = 4000;

    /// <summary>How far a device's clock may run ahead before its time is called future.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const int DetailsLength = 8 * 1024;

    /// <summary>Rules against this team's codes.</summary>
    protected PostAlertRules(Organisation organisation, HubClock clock)
    {
        RuleFor(r => r.ClientKey).ClientKey();
        RuleFor(r => r.Channel).Must(c => !string.IsNullOrWhiteSpace(c)).WithSentence(new("Pilih kanal.", "Choose a channel."));
        RuleFor(r => r.CaseType).Must(c => organisation.FindCaseType(c) is not null).WithSentence(new("Jenis perkara tidak dikenal.", "Unknown case type."));
        RuleFor(r => r.Level).Must(IsWordOf<AlertLevel>).WithSentence(new("Tingkat harus Kritis, Mendesak, atau Rutin.", "The level must be Kritis, Mendesak or Rutin."));
        RuleFor(r => r.Headline).FreeText(5, HeadlineLength)
            .Must(h => h is null || !h.Trim().AsSpan().ContainsAny('\n', '\r')).WithSentence(new("Judul harus satu baris.", "The headline must be one line."));
        RuleFor(r => r.Narrative).FreeText(1, NarrativeLength);
        RuleFor(r => r.RegionCode)
            .Must(code => Regions.Find(code) is not null).WithSentence(new("Kode wilayah tidak dikenal.", "Unknown region code."))
            .Must(code => Regions.Find(code) is null || organisation.Regions.Any(own => RegionCode.IsWithin(code!, own)))
            .WithSentence(new("Wilayah ini di luar wilayah kerja tim.", "This region lies outside the team's area."));
        RuleFor(r => r.Location!.Lat).Must(v => v is >= -90 and <= 90).WithSentence(new("Lintang antara -90 dan 90.", "Latitude between -90 and 90.")).When(r => r.Location is not null);
        RuleFor(r => r.Location!.Lon).Must(v => v is >= -180 and <= 180).WithSentence(new("Bujur antara -180 dan 180.", "Longitude between -180 and 180.")).When(r => r.Location is not null);
        RuleFor(r => r.Location!.Address).OptionalText(300).When(r => r.Location is not null);
        RuleFor(r => r.OccurredAt)
            .Must(at => at is null || at <= clock.Now() + ClockTolerance).WithSentence(new("Waktu kejadian ada di masa depan.", "The time of the event lies in the future."))
            .Must(at => at is null || at >= clock.Now().AddYears(-20)).WithSentence(new("Waktu kejadian terlalu lama.", "The time of the event is too long ago."));
        RuleFor(r => r.PossibleVictims).Must(v => v is null || PossibleVictimsCode.All.Contains(v)).WithSentence(new("Isi yes, no, atau unknown.", "Use yes, no or unknown."));
        RuleFor(r => r.Status).Must(s => s is null || IsWordOf<AlertStatus>(s)).WithSentence(new("Status harus Actual atau Exercise.", "The status must be Actual or Exercise."))
            .Must((r, s) => !(IsDrill(r) && s == nameof(AlertStatus.Actual))).WithSentence(new("LATIHAN selalu berstatus Exercise.", "LATIHAN always has the status Exercise."));
        RuleFor(r => r.Tlp).Must(t => t is null || TlpMark.All.Contains(t)).WithSentence(new("Tanda TLP tidak dikenal.", "Unknown TLP mark."));
        RuleFor(r => r.Recipients)
            .Must((r, list) => r.Tlp != TlpMark.Red || list is { Count: > 0 }).WithSentence(new("RED memerlukan penerima bernama.", "RED needs named recipients."))
            .Must((r, list) => r.Tlp == TlpMark.Red || list is not { Count: > 0 }).WithSentence(new("Penerima bernama hanya untuk RED.", "Named recipients are for RED only."))
            .Must(list => list is null || list.Count <= 100).WithSentence(new("Paling banyak 100 penerima.", "At most 100 recipients."));
        RuleFor(r => r.RequiredAgencies).Must(list => list is null || AreKnown(list, organisation)).WithSentence(new("Ada instansi yang tidak dikenal.", "Some agencies are not known."));
        RuleFor(r => r.Exclude!.Agencies).Must(list => list is null || AreKnown(list, organisation)).WithSentence(new("Ada instansi yang tidak dikenal.", "Some agencies are not known.")).When(r => r.Exclude is not null);
        RuleFor(r => r.Exclude!.Reason).FreeText(5, 500).When(r => r.Exclude is { } x && (x.Agencies is { Count: > 0 } || x.Members is { Count: > 0 } || x.Reason is not null));
        RuleFor(r => r.Exclude!.Agencies)
            .Must((r, list) => list is null || r.RequiredAgencies is null || !list.Intersect(r.RequiredAgencies).Any())
            .WithSentence(new("Instansi tidak dapat wajib menjawab dan dikecualikan sekaligus.", "An agency cannot owe an answer and be excluded at once.")).When(r => r.Exclude is not null);
        RuleFor(r => r.Details)
            .Must(d => d is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined }).WithSentence(new("Rincian harus berupa objek.", "Details must be an object."))
            .Must(d => d is not { ValueKind: JsonValueKind.Object } o || o.GetRawText().Length <= DetailsLength).WithSentence(new("Rincian terlalu besar.", "Details are too large."))
            .Must(d => d is not { ValueKind: JsonValueKind.Object } o || !Texts(o).Any(text => text is null || text.Contains('\0'))).WithSentence(new("Rincian memuat karakter yang tidak sah.", "Details hold characters that are none."))
            .Must(d => d is not { ValueKind: JsonValueKind.Object } o || !Texts(o).Any(IdentityNumbers.Contains)).WithSentence(TextRules.NoIdentity);

        When(r => organisation.FindCaseType(r.CaseType) is { MayBeKritis: false }, () =>
            RuleFor(r => r.Level).Must(level => level != nameof(AlertLevel.Kritis)).WithSentence(new("Jenis perkara ini tidak pernah Kritis.", "This case type is never Kritis.")));
        When(r => organisation.FindCaseType(r.CaseType) is { NeedsGround: true }, () =>
            RuleFor(r => r.Details).Must(d => MarriageGround.IsConcrete(GroundOf(d))).OverridePropertyName("details.ground").WithSentence(new(
                "Sebutkan dasar dugaan yang konkret. Menjadi pasangan campuran bukan dasar.", "State a concrete ground for the suspicion. Being a mixed couple is none.")));
        When(r => organisation.FindCaseType(r.CaseType) is { IsNamedByPoster: true } && !IsDrill(r), () =>
            RuleFor(r => r.RequiredAgencies).Must(list => list is { Count: > 0 }).WithSentence(new("Sebutkan instansi yang wajib menjawab.", "Name the agencies that owe an answer.")));
    }

    /// <summary>A drill by its case type.</summary>
    internal static bool IsDrill(PostAlert.Request request) => request.CaseType == "LATIHAN";

    private static bool IsWordOf<T>(string? word) where T : struct, Enum => word is not null && Enum.GetNames<T>().Contains(word);

    private static bool AreKnown(IReadOnlyList<string> codes, Organisation organisation) => codes.Count <= 100 && codes.All(code => organisation.FindAgency(code) is not null);

    private static string? GroundOf(JsonElement? details) =>
        details is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("ground", out var ground) && ground.ValueKind == JsonValueKind.String ? TextOf(ground.GetString) : null;

    // A lone half of a surrogate pair is no text, and the reader throws on it.
    private static string? TextOf(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<string?> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [TextOf(element.GetString)],
        JsonValueKind.Number => [element.GetRawText()],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value).Prepend(TextOf(() => p.Name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };
}
