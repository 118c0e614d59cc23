using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Timpora.Comms.Notifications;

/// <summary>Hands notifications to an SMTP server, each over a connection of its own: they are rare, and a stuck one holds up nobody.</summary>
public sealed class EmailTransport(NotificationOptions options) : ITransport
{
    private readonly NotificationOptions.Mail mail = options.Email!;
    private readonly X509Certificate2? root = options.Email!.TrustedRoot is { } pem ? X509Certificate2.CreateFromPem(pem) : null;

    /// <inheritdoc/>
    public string Name => Transports.Email;

    /// <inheritdoc/>
    public async Task<AttemptResult> Send(Outbound message, CancellationToken ct)
    {
        // A closed network reaches no list of revoked certificates, and an alert must not wait for one.
        using var client = new SmtpClient { CheckCertificateRevocation = false, LocalDomain = options.PublicAddress!.Host };
        if (root is not null)
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors);
        try
        {
            await client.ConnectAsync(mail.Host, mail.Port, mail.Security, ct);
            if (mail.UserName is not null)
                await client.AuthenticateAsync(mail.UserName, mail.Password!, ct);
            using var letter = Letter(message);
            await client.SendAsync(letter, ct);
        }
        catch (SmtpCommandException refused)
        {
            // Its text repeats the address, so only the number is kept. A sender who is not accepted is the operator's fault, and mended.
            var isFinal = (int)refused.StatusCode >= 500 && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            return new AttemptResult(isFinal ? AttemptKind.Refused : AttemptKind.Failed, $"smtp-{(int)refused.StatusCode}");
        }
        catch (Exception failed) when (failed is AuthenticationException or ServiceNotAuthenticatedException)
        {
            return AttemptResult.Failed("smtp-sign-in");
        }
        catch (Exception failed) when (failed is SslHandshakeException or NotSupportedException)
        {
            // Also a server that offers no STARTTLS: nothing is said in the clear instead.
            return AttemptResult.Failed("smtp-tls");
        }
        catch (Exception failed) when (failed is IOException or SocketException or ProtocolException or ServiceNotConnectedException)
        {
            return AttemptResult.Failed("unreachable");
        }

        await SayGoodbye(client, ct);
        return AttemptResult.Sent;
    }

    private MimeMessage Letter(Outbound message)
    {
        var letter = new MimeMessage
        {
            // The server, and the person's mail program, can tell by it that a second one is the first again.
            MessageId = $"{message.Id:N}@{options.PublicAddress!.Host}", Date = message.At, Subject = FixedTexts.Subject(message.IsDrill),
            Importance = MessageImportance.High, Body = new TextPart("plain") { Text = FixedTexts.Letter(message.IsDrill, message.Link) },
        };
        letter.From.Add(mail.From);
        letter.To.Add(new MailboxAddress("", message.To));
        // No out-of-office answer comes back.
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        return letter;
    }

    // The letter is taken over already: how the connection ends changes nothing.
    private static async Task SayGoodbye(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception failed) when (failed is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            client.Disconnect(quit: false, CancellationToken.None);
        }
    }

    private bool IsTrusted(X509Certificate? certificate, System.Net.Security.SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 theirs || (errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(root!);
        return chain.Build(theirs);
    }
}
