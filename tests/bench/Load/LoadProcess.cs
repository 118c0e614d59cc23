using System.Collections.Concurrent;
using System.Text.Json;

namespace Timpora.Comms.Bench.Load;

/// <summary>The load generator as a process of its own: a plan, then orders, each a line of JSON; an outcome for each.</summary>
internal static class LoadProcess
{
    /// <summary>Runs until the input ends.</summary>
    public static int Run()
    {
        var plan = JsonSerializer.Deserialize<Plan>(Console.In.ReadLine()!)!;
        var generator = new Generator(plan);
        var orders = new BlockingCollection<Order?>();
        var reader = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
                orders.Add(JsonSerializer.Deserialize<Order>(line));
            orders.Add(null);
        })
        { IsBackground = true };
        reader.Start();
        Console.Out.WriteLine("ready");
        while (true)
        {
            if (!orders.TryTake(out var order))
            {
                generator.Idle();
                continue;
            }

            if (order is null)
                return 0;
            Console.Out.WriteLine(JsonSerializer.Serialize(order.Do switch
            {
                "resume" => Resume.Run(plan, order),
                "return" => Resume.Together(plan, order),
                _ => generator.Run(order),
            }));
        }
    }
}
