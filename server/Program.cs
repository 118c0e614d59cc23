using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Escalations;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration);
builder.Services.AddPipeline();
builder.Services.AddScoped<ChannelLog>();
builder.Services.AddAccess(builder.Configuration);
builder.Services.AddSingleton(OrganisationFile.LoadConfigured(builder.Configuration[OrganisationFile.ConfigurationKey]));
builder.Services.AddSingleton<Timpora.Comms.Realtime.IAnnouncer, Timpora.Comms.Realtime.SilentAnnouncer>();
builder.Services.AddAlerts();
builder.Services.AddEscalations(builder.Configuration, builder.Environment);

var app = builder.Build();
await app.Services.PrepareStorage(CancellationToken.None);
await app.Services.SeedChannels(CancellationToken.None);
if (app.Environment.IsDevelopment())
    await app.Services.SeedDemoPeople(CancellationToken.None);
await app.Services.PrepareAccess(CancellationToken.None);
app.UseAccess();
var api = app.MapApi();
api.MapAccess();
api.MapAlerts();
api.MapEscalations();
await app.RunAsync();

/// <summary>The hub's program; named so that the tests can start it.</summary>
public partial class Program;
