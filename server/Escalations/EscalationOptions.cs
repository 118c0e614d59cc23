using Timpora.Comms.Alerts;

namespace Timpora.Comms.Escalations;

/// <summary>How long the ladders' minutes last.</summary>
public sealed class EscalationOptions(TimeSpan minuteLength, bool isDevelopment)
{
    /// <summary>Configuration key.</summary>
    public const string Key = "Escalation:MinuteLength";

    /// <summary>The configured minute.</summary>
    public TimeSpan MinuteLength { get; } = minuteLength;

    /// <summary>Reads <see cref="Key"/>; default one minute, between a tenth of a second and a minute.</summary>
    public static EscalationOptions From(IConfiguration configuration, IHostEnvironment environment)
    {
        var text = configuration[Key];
        var minute = TimeSpan.FromMinutes(1);
        if (!string.IsNullOrWhiteSpace(text) && (!TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out minute) || minute < TimeSpan.FromMilliseconds(100) || minute > TimeSpan.FromMinutes(1)))
            throw new InvalidOperationException($"{Key} must be a time span between 00:00:00.1 and 00:01:00.");
        return new EscalationOptions(minute, environment.IsDevelopment());
    }

    /// <summary>The minute for an alert. Outside Development a shortened minute is refused for anything but a drill: a real alert keeps real minutes.</summary>
    public TimeSpan MinuteFor(AlertStatus status) =>
        isDevelopment || status == AlertStatus.Exercise ? MinuteLength : TimeSpan.FromMinutes(1);
}
