using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Backups;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Escalations;
using Timpora.Comms.Measures;
using Timpora.Comms.Notifications;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Replay;
using Timpora.Comms.Storage;
using Timpora.Comms.WaysIn;

if (args is ["replay", .. var rest])
    return await ReplayScenario.Run(rest, Console.Out, Console.Error);
if (args is ["healthy", var address])
    return await AskHealth.Run(address, Console.Error);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
// A secret is a file with the setting's name, e.g. ConnectionStrings__Hub; it wins over everything else.
builder.Configuration.AddKeyPerFile(builder.Configuration["Secrets:Folder"] ?? "/run/secrets", optional: true);
if (args is ["backup", .. var into])
    return await BackupHub.Run(into, builder.Configuration, TimeProvider.System, Console.Out, Console.Error);
if (args is ["restore", .. var from])
    return await RestoreHub.Run(from, builder.Configuration, Console.Out, Console.Error);
// The page is found from the built program too, not only when published.
builder.WebHost.UseStaticWebAssets();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration);
builder.Services.AddPipeline();
builder.Services.AddSingleton<SharedAppends>();
builder.Services.AddScoped<ChannelLog>();
builder.Services.AddScoped<Leaving>();
builder.Services.AddAccess();
builder.Services.AddWaysIn();
builder.Services.AddLimits(builder.Configuration);
builder.Services.AddProbes();
builder.Services.AddHubMetrics();
builder.Services.AddTelemetry(builder.Configuration);
builder.Services.AddContract();
builder.Services.AddSingleton(OrganisationFile.LoadConfigured(builder.Configuration[OrganisationFile.ConfigurationKey]));
builder.Services.AddAlerts();
builder.Services.AddEscalations(builder.Configuration, builder.Environment);
builder.Services.AddNotifications(builder.Configuration);
builder.Services.AddRealtime(builder.Configuration);

var app = builder.Build();
await app.Services.PrepareStorage(CancellationToken.None);
if (args is ["verify", ..])
    return await VerifyLog.Command(app.Services, Console.Out, CancellationToken.None);
await app.Services.SeedChannels(CancellationToken.None);
var isDemo = app.Environment.IsDevelopment() && app.IsOnLoopbackOnly();
await app.Services.OpenOrLockDemo(isDemo, CancellationToken.None);
await app.Services.PrepareAccess(CancellationToken.None);
var firstLink = isDemo ? null : await app.Services.MakeFirstAdministratorLink(CancellationToken.None);
app.UseTrustedProxies();
app.UseRealtime();
app.UseAccess();
var api = app.MapApi();
api.MapAccess();
api.MapWaysIn();
ListMembers.Map(api);
RemoveMember.Map(api);
SuspendMember.Map(api);
RestoreMember.Map(api);
MemberContacts.Map(api);
api.MapAlerts();
api.MapDuty();
GetOrganisation.Map(api);
GetMeasures.Map(api);
api.MapEscalations();
api.MapNotifications();
api.MapChannels();
app.MapRealtime();
app.MapProbes();
app.MapMetrics();
app.MapContract();
app.Lifetime.ApplicationStarted.Register(() => app.SayHello(isDemo));
app.Lifetime.ApplicationStarted.Register(() => app.PrintFirstAdministratorLink(firstLink));
await app.RunAsync();
return 0;

/// <summary>The hub's program; named so that the tests can start it.</summary>
public partial class Program;
