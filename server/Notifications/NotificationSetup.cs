namespace Timpora.Comms.Notifications;

/// <summary>Adds the rows that wake people, what sends them, and the links in them.</summary>
public static class NotificationSetup
{
    /// <summary>Adds the rows and, for each transport that is configured, its sender.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        var options = NotificationOptions.From(configuration);
        services.AddSingleton(options);
        services.AddScoped<NotificationRows>();
        services.AddScoped<LastLook>();
        if (options.Has(Transports.Email))
            services.AddSingleton<ITransport, EmailTransport>();
        if (options.Has(Transports.Sms))
            services.AddSingleton<ITransport, SmsTransport>();
        services.AddSingleton<NotificationSender>();
        services.AddHostedService(p => p.GetRequiredService<NotificationSender>());
        return services;
    }

    /// <summary>Opening a link.</summary>
    public static void MapNotifications(this RouteGroupBuilder api) => OpenAlertLink.Map(api);
}
