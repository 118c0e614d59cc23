using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Timpora.Comms.Tests.Support;

/// <summary>
/// A real SMTP server on a real port, as small as the protocol allows: takes letters, and can refuse, fail or hang at each of its steps. With a certificate it offers STARTTLS, with an
/// account it asks for it.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<Letter> letters = new();
    private readonly ConcurrentQueue<string> heard = new();
    private readonly X509Certificate2? certificate;
    private readonly (string Name, string Password)? account;
    private readonly Task serving;

    /// <summary>Starts it.</summary>
    public MailServer(X509Certificate2? certificate = null, (string Name, string Password)? account = null)
    {
        (this.certificate, this.account) = (certificate, account);
        listener.Start();
        serving = Serve();
    }

    /// <summary>A letter as it was handed over.</summary>
    public sealed record Letter(string From, string To, string Text, bool IsEncrypted)
    {
        /// <summary>A header's value.</summary>
        public string? Header(string name) => Text.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

        /// <summary>The link in it.</summary>
        public string Link => Text.Split("\r\n").Single(line => line.Contains("/#/buka/", StringComparison.Ordinal)).Trim();
    }

    /// <summary>Its port on this machine.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it took over.</summary>
    public IReadOnlyList<Letter> Letters => [.. letters];

    /// <summary>Every line it heard, content included.</summary>
    public IReadOnlyList<string> Heard => [.. heard];

    /// <summary>How many connections came.</summary>
    public int Connections { get; private set; }

    /// <summary>What it says to a sender; null takes them.</summary>
    public Func<string, string?> ToSender { get; set; } = _ => null;

    /// <summary>What it says to a recipient; null takes them, <see cref="Silence"/> says nothing more.</summary>
    public Func<string, string?> ToRecipient { get; set; } = _ => null;

    /// <summary>What it says to a whole letter; null takes it.</summary>
    public Func<Letter, string?> ToLetter { get; set; } = _ => null;

    /// <summary>Says nothing at all, not even its name.</summary>
    public bool IsSilent { get; set; }

    /// <summary>An answer that never comes.</summary>
    public const string Silence = "";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await serving;
        stopping.Dispose();
    }

    private async Task Serve()
    {
        List<Task> sessions = [];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                Connections++;
                sessions.Add(Session(client));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(sessions);
    }

    private async Task Session(TcpClient client)
    {
        using var connection = client;
        try
        {
            await Talk(connection.GetStream(), isEncrypted: false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side hung up, or does not trust us.
        }
    }

    private async Task Talk(Stream line, bool isEncrypted)
    {
        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token);
        using var reader = new StreamReader(line, Encoding.UTF8);
        if (!isEncrypted)
            await Say(line, "220 mail.test ESMTP");
        var (from, to, isKnown) = ("", "", account is null);
        while (await reader.ReadLineAsync(stopping.Token) is { } command)
        {
            heard.Enqueue(command);
            var word = command.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO" or "HELO":
                    await Say(line, "250-mail.test" + (certificate is null || isEncrypted ? "" : "\r\n250-STARTTLS") + (account is null ? "" : "\r\n250-AUTH PLAIN") + "\r\n250 8BITMIME");
                    break;
                case "STARTTLS":
                    await Say(line, "220 go on");
                    await using (var encrypted = new SslStream(line))
                    {
                        await encrypted.AuthenticateAsServerAsync(certificate!);
                        await Talk(encrypted, isEncrypted: true);
                    }

                    return;
                case "AUTH":
                    var given = Encoding.UTF8.GetString(Convert.FromBase64String(command.Split(' ')[^1])).Split('\0');
                    isKnown = account is { } known && given[^2] == known.Name && given[^1] == known.Password;
                    await Say(line, isKnown ? "235 welcome" : "535 5.7.8 who are you");
                    break;
                case "MAIL":
                    from = Between(command);
                    await Answer(line, isKnown ? ToSender(from) : "530 5.7.0 sign in first");
                    break;
                case "RCPT":
                    to = Between(command);
                    await Answer(line, ToRecipient(to));
                    break;
                case "DATA":
                    await Say(line, "354 go on");
                    var letter = new Letter(from, to, await Content(reader), isEncrypted);
                    var answer = ToLetter(letter);
                    if (answer is null)
                        letters.Enqueue(letter);
                    await Answer(line, answer);
                    break;
                case "QUIT":
                    await Say(line, "221 bye");
                    return;
                default:
                    await Say(line, "250 ok");
                    break;
            }
        }
    }

    private async Task<string> Content(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line && line != ".")
        {
            heard.Enqueue(line);
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        return text.ToString();
    }

    private Task Answer(Stream line, string? answer) =>
        answer == Silence ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token) : Say(line, answer ?? "250 ok");

    private async Task Say(Stream line, string text) => await line.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), stopping.Token);

    private static string Between(string command) => command[(command.IndexOf('<', StringComparison.Ordinal) + 1)..command.IndexOf('>', StringComparison.Ordinal)];
}
