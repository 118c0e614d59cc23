namespace Timpora.Comms.Pipeline;

/// <summary><c>healthy &lt;address&gt;</c>: what a container asks about itself; its image holds nothing else that could.</summary>
public static class AskHealth
{
    /// <summary>Runs the command. 0: the address answers with success.</summary>
    public static async Task<int> Run(string address, TextWriter errors)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(address));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
