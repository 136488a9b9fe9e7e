using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>
/// What a sandbox tells its subscribers, life after life. Subscriptions are taken during INIT and end with the life; who subscribes late hears what was before.
/// Costs nothing when nobody has subscribed and INIT is over.
/// </summary>
/// <param name="senderFor">The way to a subscriber.</param>
internal sealed class TelemetryFeed(Func<TelemetrySubscription, ITelemetrySender> senderFor, TelemetryRoom room, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TelemetryRoom.Place _place = room.Enter();
    private readonly List<Subscriber> _subscribers = [];
    private readonly List<TelemetryEntry> _sinceBirth = [];
    private int _bytesSinceBirth;
    private bool _isOpen = true;
    private volatile bool _isListening = true;

    /// <summary>What came of a request to subscribe.</summary>
    internal enum Answer
    {
        Subscribed,

        /// <summary>The extension has a subscription, which stays as it is.</summary>
        SubscribedBefore,

        /// <summary>The extension has one of the other API.</summary>
        SubscribedElsewhere,

        /// <summary>INIT is over.</summary>
        Closed,
    }

    /// <summary>False when nobody would hear what is offered.</summary>
    public bool IsListening => _isListening;

    /// <summary>Never waits.</summary>
    public void Offer(TelemetryEntry entry)
    {
        lock (_gate)
        {
            _subscribers.ForEach(subscriber => subscriber.Offer(entry));
            if (_isOpen && _bytesSinceBirth + entry.Bytes <= TelemetryLimits.MaxInitBytes)
            {
                _sinceBirth.Add(entry);
                _bytesSinceBirth += entry.Bytes;
            }
        }
    }

    /// <param name="extension">The name of who asks.</param>
    public Answer Subscribe(string extension, TelemetrySubscription asked)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return Answer.Closed;
            }

            if (_subscribers.Find(subscriber => subscriber.Name == extension) is { } known)
            {
                return known.IsOfLogsApi == asked.IsOfLogsApi ? Answer.SubscribedBefore : Answer.SubscribedElsewhere;
            }

            var subscriber = new Subscriber(extension, asked, senderFor(asked), _place, time);
            _sinceBirth.ForEach(subscriber.Offer);
            _subscribers.Add(subscriber);
            return Answer.Subscribed;
        }
    }

    /// <summary>INIT is over: nobody subscribes any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _isListening = _subscribers.Count > 0;
            ForgetBirthLocked();
        }
    }

    /// <summary>The life is over. What is offered from now on belongs to the next: who subscribes in that hears it.</summary>
    public void End()
    {
        lock (_gate)
        {
            _subscribers.ForEach(subscriber => subscriber.End());
            _subscribers.Clear();
            ForgetBirthLocked();
            _isOpen = _isListening = true;
        }
    }

    /// <summary>The sandbox is about to be frozen.</summary>
    public void Pause() => ForEach(subscriber => subscriber.Pause());

    /// <summary>The sandbox runs again.</summary>
    public void Resume() => ForEach(subscriber => subscriber.Resume());

    /// <summary>The sandbox is being shut down: what waits is sent now.</summary>
    /// <returns>Ends when subscribers have all that was offered before; never when one takes nothing.</returns>
    public Task HurryAsync()
    {
        ForEach(subscriber => subscriber.Hurry());
        lock (_gate)
        {
            return _subscribers.Count == 0 ? Task.CompletedTask : Task.WhenAll(_subscribers.Select(subscriber => subscriber.WhenIdleAsync()));
        }
    }

    private void ForgetBirthLocked()
    {
        _sinceBirth.Clear();
        _sinceBirth.TrimExcess();
        _bytesSinceBirth = 0;
    }

    private void ForEach(Action<Subscriber> tell)
    {
        lock (_gate)
        {
            _subscribers.ForEach(tell);
        }
    }
}
