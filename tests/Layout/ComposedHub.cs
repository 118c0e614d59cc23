using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Faults;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.Tests.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.Layout;

/// <summary>
/// The processes of docker-compose.yml without Docker: nginx with the same file, two nodes with the same settings, a private PostgreSQL and a Redis. Only
/// addresses, ports and folders are others.
/// </summary>
public sealed class ComposedHub : IAsyncDisposable
{
    private const string Missing = "nginx is not installed.";
    private const string ProxyAddress = "127.0.0.10";

    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
    private readonly string folder = Directory.CreateTempSubdirectory("timpora-layout-").FullName;
    private readonly int[] ports = [ChildProcess.FreePort(), ChildProcess.FreePort()];
    private readonly ChildProcess?[] nodes = new ChildProcess?[2];
    private readonly int securePort = ChildProcess.FreePort(), plainPort = ChildProcess.FreePort();
    private PostgresServer postgres = null!;
    private RedisServer redis = null!;
    private ChildProcess proxy = null!;

    private ComposedHub() => Certificate = MakeCertificate(Secrets);

    /// <summary>What the proxy shows.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Where people go.</summary>
    public Uri Address => new($"https://localhost:{securePort}/");

    /// <summary>Where the proxy only says that HTTPS is wanted.</summary>
    public Uri Plain => new($"http://localhost:{plainPort}/");

    /// <summary>What the nodes wrote.</summary>
    public string NodesSaid => string.Join('\n', nodes.Select(n => n?.Said));

    private string Secrets => Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;

    /// <summary>A node's own address, past the proxy.</summary>
    public Uri Node(int number) => new($"http://127.0.0.1:{ports[number]}/");

    /// <summary>Starts everything and waits until the proxy serves. Skipped where a program is missing; on CI that is a failure.</summary>
    public static async Task<ComposedHub> StartOrSkip()
    {
        Assert.SkipWhen(Nginx() is null && Environment.GetEnvironmentVariable("CI") != "true", Missing);
        var hub = new ComposedHub();
        try
        {
            await hub.Start();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody at the hub's page who has not signed in.</summary>
    public Person Anyone() => new(Address, Certificate);

    /// <summary>A member of the organisation file at a device of theirs: the first time they sign in and secure their account, and what they have then is good for all nodes.</summary>
    public async Task<Person> SignIn(string userName)
    {
        var person = Anyone();
        if (cookies.TryGetValue(userName, out var cookie))
        {
            person.Cookie = cookie;
            return person;
        }

        using var answer = await person.Send(HttpMethod.Post, "/api/session", new { userName, password = CommsApp.Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await person.SecuresWithApp(TimeProvider.System.GetUtcNow());
        cookies[userName] = person.Cookie!;
        return person;
    }

    /// <summary><c>kill -9</c> of one node.</summary>
    public void Kill(int number) => nodes[number]!.Kill();

    /// <summary>Starts one node, or starts it again, and waits until it says of itself that it is healthy, as its container does.</summary>
    public async Task StartNode(int number)
    {
        nodes[number]?.Dispose();
        var node = nodes[number] = new ChildProcess(["dotnet", Server], NodeSettings(ports[number]), folder);
        await node.Until(() => ChildProcess.Listens(ports[number]), "does not listen");
        await node.Until(async () =>
        {
            using var ask = new ChildProcess(["dotnet", Server, "healthy", new Uri(Node(number), "/healthz/ready").ToString()]);
            return await ask.Ends() == 0;
        }, "not healthy");
    }

    /// <summary>Which node answered each request so far, by the proxy's own account: <c>GET /api/me 200 0</c>.</summary>
    public IReadOnlyList<string> Served() =>
        [.. proxy.Said.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonElement.Parse(l))
            .Select(l => $"{l.GetProperty("method").GetString()} {l.GetProperty("path").GetString()} {l.GetProperty("status")} {Array.FindIndex(ports, p => l.GetProperty("node").GetString()!.EndsWith($":{p}", StringComparison.Ordinal))}")];

    /// <summary>What the proxy wrote, word for word.</summary>
    public string ProxySaid => proxy.Said;

    /// <summary>Looks into the database.</summary>
    public async Task<T> Read<T>(Func<HubDb, Task<T>> question)
    {
        await using var services = StorageSetup.Alone(postgres.Connection("timpora"));
        await using var scope = services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<HubDb>());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        proxy?.Dispose();
        foreach (var node in nodes)
            node?.Dispose();
        redis?.Dispose();
        postgres?.Dispose();
        Certificate.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Server => Path.Combine(AppContext.BaseDirectory, "Timpora.Comms.Server.dll");

    private async Task Start()
    {
        postgres = await PostgresServer.StartOrSkip();
        redis = await RedisServer.StartOrSkip();
        await postgres.Create("timpora");
        await File.WriteAllTextAsync(Path.Combine(Secrets, "ConnectionStrings__Hub"), postgres.Connection("timpora") + "\n");
        await BringPeople(postgres.Connection("timpora"));
        await Task.WhenAll(StartNode(0), StartNode(1));
        var conf = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(conf, ProxySettings());
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        // One process, because killing nginx's first one leaves the others behind.
        proxy = new ChildProcess([Nginx() ?? throw new InvalidOperationException(Missing), "-p", folder, "-c", conf, "-g", "daemon off; master_process off;"]);
        await proxy.Until(() => ChildProcess.Listens(securePort), "nginx does not listen");
    }

    // What compose reads, with the addresses of this machine. A text that is not there any more fails here.
    private string ProxySettings()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "server", "Proxy", "nginx.conf"));
        foreach (var (from, to) in new[]
        {
            ("172.30.0.11:8080", $"127.0.0.1:{ports[0]}"), ("172.30.0.12:8080", $"127.0.0.1:{ports[1]}"), ("listen 8080", $"listen 127.0.0.1:{plainPort}"), ("listen 8443", $"listen 127.0.0.1:{securePort}"),
            (" /tmp/", $" {folder}/tmp/"), ("/run/secrets/", Secrets + "/"), ("http {\n", $"http {{\n    proxy_bind {ProxyAddress};\n"), ("worker_processes auto", "worker_processes 2"),
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return Environment.IsPrivilegedProcess ? "user root;\n" + text : text;
    }

    private (string, string?)[] NodeSettings(int port)
    {
        var settings = File.ReadLines(Path.Combine(Repository.Root, "server", "Proxy", "hub.env")).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => (string?)l[1]);
        Assert.Equal(("8080", "redis:6379", "172.30.0.10"), (settings["ASPNETCORE_HTTP_PORTS"], settings["ConnectionStrings__Redis"], settings["Proxy__Known"]));
        settings["ConnectionStrings__Redis"] = redis.Connection;
        settings["Proxy__Known"] = ProxyAddress;
        settings["ASPNETCORE_HTTP_PORTS"] = null;
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        settings["ASPNETCORE_ENVIRONMENT"] = "Production";
        settings["Secrets__Folder"] = Secrets;
        settings[WarmUp.Key] = "false";
        return [.. settings.Select(s => (s.Key, s.Value))];
    }

    // The members of the organisation file as ordinary ones: demo accounts are locked in Production.
    private static async Task BringPeople(string connection)
    {
        await using var services = Databases.Services(connection)
            .AddAccess().AddSingleton(OrganisationFile.Load(OrganisationFile.DefaultPath)).AddScoped<ChannelLog>().BuildServiceProvider();
        await services.PrepareStorage(CancellationToken.None);
        await services.SeedChannels(CancellationToken.None);
        await services.OpenOrLockDemo(isOpen: true, CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HubDb>().Users.ExecuteUpdateAsync(set => set.SetProperty(m => m.IsDemo, false));
    }

    private static X509Certificate2 MakeCertificate(string secrets)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        File.WriteAllText(Path.Combine(secrets, "tls_certificate"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(secrets, "tls_key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private static string? Nginx() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(place => Path.Combine(place, "nginx")).FirstOrDefault(File.Exists);
}
