using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>Short minutes are for checks; a real alert of a real hub keeps real minutes.</summary>
public sealed class EscalationOptionsTests
{
    [Theory]
    [InlineData("Development", AlertStatus.Actual, "00:00:01")]
    [InlineData("Development", AlertStatus.Exercise, "00:00:01")]
    [InlineData("Production", AlertStatus.Exercise, "00:00:01")]
    [InlineData("Production", AlertStatus.Actual, "00:01:00")]
    [InlineData("Staging", AlertStatus.Actual, "00:01:00")]
    public void Short_minutes_outside_Development_count_for_drills_only(string environment, AlertStatus status, string minute) =>
        Assert.Equal(TimeSpan.Parse(minute), Options("00:00:01", environment).MinuteFor(status));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_minute_is_a_minute_unless_something_else_is_set(string? text) =>
        Assert.Equal(TimeSpan.FromMinutes(1), Options(text, "Development").MinuteLength);

    [Theory]
    [InlineData("00:02:00")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("sebentar")]
    public void A_length_that_no_check_needs_stops_the_start_and_names_the_setting(string text) =>
        Assert.Contains(EscalationOptions.Key, Assert.Throws<InvalidOperationException>(() => Options(text, "Development")).Message, StringComparison.Ordinal);

    private static EscalationOptions Options(string? minute, string environment) => EscalationOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(EscalationOptions.Key, minute)]).Build(), new Named(environment));

    private sealed class Named(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
