using System.Collections.Concurrent;
using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Records;

/// <summary>A store in memory that can be slow and can refuse.</summary>
internal sealed class MemoryRecordStore : IRecordStore<Note>
{
    private readonly ConcurrentDictionary<string, Note> _notes = new();
    private Task _gate = Task.CompletedTask;
    private int _saves;

    public int Saves => _saves;

    public bool Refuses { get; set; }

    /// <summary>Nothing is written before the caller completes this.</summary>
    public TaskCompletionSource Hold()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate = gate.Task;
        return gate;
    }

    public Task<IReadOnlyList<Note>> LoadAllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Note>>([.. _notes.Values]);

    public async Task SaveAsync(Note? before, Note? after, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        Interlocked.Increment(ref _saves);
        var name = (before ?? after)!.Name;
        if (Refuses || _notes.GetValueOrDefault(name) != before)
        {
            throw new InvalidOperationException("The store holds another state.");
        }

        if (after is null)
        {
            _notes.TryRemove(name, out _);
        }
        else
        {
            _notes[name] = after;
        }
    }
}
