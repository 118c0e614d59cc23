using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration);
builder.Services.AddPipeline();
builder.Services.AddScoped<ChannelLog>();
builder.Services.AddScoped<Caller>();

var app = builder.Build();
await app.Services.PrepareStorage(CancellationToken.None);
await app.RunAsync();
