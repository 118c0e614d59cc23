using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration);
builder.Services.AddPipeline();
builder.Services.AddScoped<ChannelLog>();
builder.Services.AddAccess(builder.Configuration);

var app = builder.Build();
await app.Services.PrepareStorage(CancellationToken.None);
await app.Services.PrepareAccess(CancellationToken.None);
app.UseAccess();
var api = app.MapApi();
api.MapAccess();
await app.RunAsync();

/// <summary>The hub's program; named so that the tests can start it.</summary>
public partial class Program;
