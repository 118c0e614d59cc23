using MediatR;
using Timpora.Comms.Access;

namespace Timpora.Comms.Alerts;

/// <summary>The alerts' routes (design.md section 8).</summary>
public static class AlertEndpoints
{
    /// <summary>Adds what the alerts' handlers share.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services.AddScoped<AlertLookup>().AddScoped<Receipts>().AddScoped<Involvement>().AddScoped<AlertRenewal>().AddScoped<UpdateRules>().AddHostedService<WarmUp>();

    /// <summary>Maps the routes on the signed-in <c>/api</c> group.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/alerts", async (PostAlert.Request body, IMediator mediator, CancellationToken ct) =>
        {
            var posted = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/alerts/{posted.Id}", posted);
        }).IsUrgent(Urgency.Post);
        // One by one: the generator of request delegates cannot gather texts that may be absent into a record (CS8639 in what it writes).
        api.MapGet("/alerts", async (string? q, string? caseType, string? level, string? state, string? region, string? agency, DateTimeOffset? from, DateTimeOffset? to, string? owed, string? cursor, int? limit, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new FindAlerts.Request(q, caseType, level, state, region, agency, from, to, owed, cursor, limit), ct));

        // As the list, with its words in the body: addresses stay in histories and logs, and what somebody looks for can be a name.
        api.MapPost("/alerts/search", async (FindAlerts.Request query, IMediator mediator, CancellationToken ct) => await mediator.Send(query, ct));
        ListExclusions.Map(api);
        GetWall.Map(api);

        var alert = api.MapGroup("/alerts/{id:guid}");
        alert.MapGet("/", async (Guid id, IMediator mediator, CancellationToken ct) => await mediator.Send(new GetAlert.Request(id), ct));
        alert.MapPost("/seen", async Task<IResult> (Guid id, VersionBody body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new MarkSeen.Request(id, body.ClientKey, body.Version), ct)).Obligation is { } own ? TypedResults.Ok(own) : TypedResults.NoContent())
            .Produces<ObligationView>().Produces(StatusCodes.Status204NoContent);
        alert.MapPost("/acknowledge", async (Guid id, AcknowledgeBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new AcknowledgeAlert.Request(id, body.ClientKey, body.Version, body.Note, body.DeviceAt), ct)).IsUrgent(Urgency.Acknowledge);
        alert.MapPost("/undo", async (Guid id, KeyBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new UndoAcknowledge.Request(id, body.ClientKey), ct));
        alert.MapPost("/decline", async (Guid id, ReasonBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new DeclineAlert.Request(id, body.ClientKey, body.Reason), ct));
        alert.MapPost("/delegate", async (Guid id, AgencyReasonBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new DelegateObligation.Request(id, body.ClientKey, body.Agency, body.Reason), ct));
        alert.MapPost("/accept", async (Guid id, KeyBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new AcceptObligation.Request(id, body.ClientKey), ct));
        alert.MapPost("/waive", async (Guid id, AgencyReasonBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new WaiveObligation.Request(id, body.ClientKey, body.Agency, body.Reason), ct));
        alert.MapPost("/messages", async (Guid id, TextBody body, IMediator mediator, CancellationToken ct) =>
            Created(await mediator.Send(new PostMessage.Request(id, body.ClientKey, body.Text), ct))).WithMetadata(new WritesIntoThread("id"));
        alert.MapPost("/progress", async (Guid id, TextBody body, IMediator mediator, CancellationToken ct) =>
            Created(await mediator.Send(new NoteProgress.Request(id, body.ClientKey, body.Text), ct)));
        alert.MapPost("/resolve", async (Guid id, ResolveBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new ResolveAlert.Request(id, body.ClientKey, body.Outcome, body.Screening, body.Note), ct));
        alert.MapPost("/update", async (Guid id, UpdateBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new UpdateAlert.Request(id, body.ClientKey, body.Version, body.Changes, body.Correction), ct));
        alert.MapPost("/reopen", async (Guid id, ReasonBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new ReopenAlert.Request(id, body.ClientKey, body.Reason), ct));
        alert.MapPost("/cancel", async (Guid id, ReasonBody body, IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new CancelAlert.Request(id, body.ClientKey, body.Reason), ct));
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Created<Written> Created(Written written) =>
        TypedResults.Created($"/api/channels/{written.Channel}/entries?after={written.Seq - 1}&limit=1", written);

    /// <summary>A command without content of its own.</summary>
    public sealed record KeyBody(Guid? ClientKey);

    /// <summary>A command bound to a version.</summary>
    public sealed record VersionBody(Guid? ClientKey, int? Version);

    /// <summary>A command with a reason.</summary>
    public sealed record ReasonBody(Guid? ClientKey, string? Reason);

    /// <summary>A command about one agency, with a reason.</summary>
    public sealed record AgencyReasonBody(Guid? ClientKey, string? Agency, string? Reason);

    /// <summary>A text for the thread.</summary>
    public sealed record TextBody(Guid? ClientKey, string? Text);

    /// <summary>An acknowledgement.</summary>
    public sealed record AcknowledgeBody(Guid? ClientKey, int? Version, string? Note, DateTimeOffset? DeviceAt);

    /// <summary>A change.</summary>
    public sealed record UpdateBody(Guid? ClientKey, int? Version, UpdateAlert.Changes? Changes, bool? Correction);

    /// <summary>An outcome.</summary>
    public sealed record ResolveBody(Guid? ClientKey, string? Outcome, ResolveAlert.Screening? Screening, string? Note);
}
