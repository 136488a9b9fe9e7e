using System.Text;
using System.Text.Json;
using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Pool;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Lives;

/// <summary>A node and its twin, move by move; after each, everything that can be read is what the twin says.</summary>
internal sealed class Life : IAsyncDisposable
{
    private static readonly DateTimeOffset Birth = new(2026, 11, 21, 10, 11, 12, 345, TimeSpan.Zero);

    private readonly DataFolder _folder = new();
    private readonly HandClock _clock = new(Birth);
    private readonly Marks _marks = new();
    private readonly Twin _twin;
    private readonly StringBuilder _story = new();
    private WholeNode _node = null!;

    private Life() => _twin = new Twin(() => _clock.Now);

    /// <returns>Null when every answer was the twin's; else all calls up to the one that was not, and the difference.</returns>
    public static async Task<string?> FindFailureAsync(IReadOnlyList<Move> moves)
    {
        await using var life = new Life();
        life._node = await WholeNode.StartAsync(life._folder.Root, life._clock);
        var isRestartDue = false;
        foreach (var move in moves)
        {
            life._clock.Now += TimeSpan.FromSeconds(1);
            var difference = move.Kind switch
            {
                Moves.Restart => await life.RestartAsync(),
                Moves.RestartSoon => null,
                _ => await life.PlayAsync(move, isRestartDue),
            };
            isRestartDue = move.Kind == Moves.RestartSoon;
            if (difference is not null)
            {
                return $"{life._story}{difference}";
            }
        }

        return life._node.Errors.All.FirstOrDefault() is { } error ? $"{life._story}the node logged: {error}" : await life.RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string?> PlayAsync(Move move, bool isRestartDue)
    {
        var exchange = Moves.Play(move, _twin);
        if (await DifferenceAsync(exchange) is { } difference)
        {
            return difference;
        }

        _story.AppendLine($"{exchange.Call}");
        if (isRestartDue)
        {
            _story.AppendLine("(restart)");
            await ReopenAsync();
        }

        await SettleAsync();
        return await SweepAsync();
    }

    /// <summary>Waits until the node has finished by itself what the move began.</summary>
    private async Task SettleAsync()
    {
        foreach (var (function, version) in _twin.Unsettled())
        {
            var call = new Call("GET", $"{Values.Functions}/{function.Name}/configuration{PermissionMoves.Query(version.Number)}");
            await Until.TrueAsync(async () => !IsUnsettled(await SendAsync(call)));
        }

        _twin.Settle();
    }

    private static bool IsUnsettled(NodeAnswer answer)
    {
        using var configuration = JsonDocument.Parse(answer.Body);
        return configuration.RootElement.GetProperty("State").GetString() == "Pending"
            || configuration.RootElement.GetProperty("LastUpdateStatus").GetString() == "InProgress";
    }

    private async Task<string?> SweepAsync()
    {
        foreach (var exchange in Reads.All(_twin))
        {
            if (await DifferenceAsync(exchange) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    /// <summary>Every answer before and after is the same, byte by byte.</summary>
    private async Task<string?> RestartAsync()
    {
        _story.AppendLine("(restart)");
        var calls = Reads.All(_twin).Select(exchange => exchange.Call).ToList();
        var before = await AnswersAsync(calls);
        await ReopenAsync();
        var after = await AnswersAsync(calls);
        var at = Enumerable.Range(0, calls.Count).FirstOrDefault(at => before[at] != after[at], -1);
        return at < 0 ? null : $"{calls[at]} answered before and after a restart:\n{before[at]}\n{after[at]}";
    }

    private async Task ReopenAsync()
    {
        await _node.DisposeAsync();
        _node = await WholeNode.StartAsync(_folder.Root, _clock);
    }

    private async Task<List<string>> AnswersAsync(IEnumerable<Call> calls)
    {
        var answers = new List<string>();
        foreach (var call in calls)
        {
            var answer = await SendAsync(call);
            answers.Add($"{answer.Status} {answer.ErrorType} {answer.Text}");
        }

        return answers;
    }

    private async Task<string?> DifferenceAsync(Exchange exchange)
    {
        var answer = await SendAsync(exchange.Call);
        var difference = Likeness.Difference(exchange.Expected, answer.Status, answer.ErrorType, answer.Text, _marks);
        return difference is null ? null : $"{exchange.Call}\n  {difference}";
    }

    private Task<NodeAnswer> SendAsync(Call call) => _node.SendAsync(new NodeRequest(
        call.Method, _marks.Resolve(call.Target), Encoding.UTF8.GetBytes(_marks.Resolve(call.Body?.ToJsonString() ?? ""))));
}
