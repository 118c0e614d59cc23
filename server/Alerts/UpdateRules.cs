using FluentValidation;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>What must hold for an update: the alert with its changes must be one that could be posted now.</summary>
public sealed class UpdateRules(IValidator<PostAlert.Request> posting, Organisation organisation)
{
    /// <summary>The change, or a refusal that names the fields under <c>changes</c>.</summary>
    internal async Task<AlertChange> Check(AlertLookup.Found found, UpdateAlert.Request request, bool seesExclusions, CancellationToken ct)
    {
        var alert = found.Alert;
        var wished = AlertChange.Merge(alert, request, organisation, seesExclusions);
        var result = await posting.ValidateAsync(wished, ct);
        if (!result.IsValid)
            throw new Rejection(Reasons.ValidationFailed, result.Errors
                .GroupBy(e => "changes." + ValidationBehavior<UpdateAlert.Request, UpdateAlert.Response>.FieldPath(e.PropertyName)).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray()));
        if (wished.Exclude is { } exclude && (Excludes(exclude, found.Reader) || exclude.Agencies?.Contains(alert.PosterAgency) == true || exclude.Members?.Contains(alert.Poster) == true))
            throw Rejection.Field("changes.exclude", new("Anda tidak dapat mengecualikan diri, instansi sendiri, atau pelapor.", "You cannot exclude yourself, your own agency or the poster's side."));
        if (found.Channel.Kind == ChannelKind.Drill && wished.Status != nameof(AlertStatus.Exercise))
            throw Rejection.Field("changes.caseType", new("Kanal latihan hanya untuk latihan.", "The drill channel is for drills only."));
        var change = AlertChange.Decide(alert, request, wished, organisation, seesExclusions);
        if (change.Asked.Required.Count == 0)
            throw Rejection.Field("changes.requiredAgencies", new("Tidak ada instansi yang wajib menjawab. Sebutkan paling sedikit satu.", "No agency owes an answer. Name at least one."));
        return change;
    }

    private static bool Excludes(Exclusion exclude, Reader reader) =>
        exclude.Agencies?.Contains(reader.Agency) == true || exclude.Members?.Contains(reader.Id) == true;
}
