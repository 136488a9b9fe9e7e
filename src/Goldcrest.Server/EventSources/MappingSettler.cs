using System.Threading.Channels;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.Records;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.EventSources;

/// <summary>
/// Brings accepted changes of mappings into force. What a stop or a kill interrupted goes on at the next start, because the phase is stored.
/// </summary>
internal sealed partial class MappingSettler : BackgroundService
{
    private readonly EventSourceCatalog _catalog;
    private readonly ILogger<MappingSettler> _logger;
    private readonly Channel<EventSourceMapping> _waiting = Channel.CreateUnbounded<EventSourceMapping>();

    public MappingSettler(EventSourceCatalog catalog, ILogger<MappingSettler> logger)
    {
        _catalog = catalog;
        _logger = logger;
        catalog.Changed += Expect;
    }

    public override void Dispose()
    {
        _catalog.Changed -= Expect;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var mapping in _catalog.All)
        {
            Expect(mapping);
        }

        await foreach (var mapping in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SettleAsync(mapping, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, the other mappings settle; this one does at the next start.
                LogNotSettled(mapping.Key.Arn, failure);
            }
        }
    }

    private void Expect(EventSourceMapping mapping)
    {
        if (MappingLifecycle.IsSettling(mapping.Phase))
        {
            _waiting.Writer.TryWrite(mapping);
        }
    }

    private Task<bool> SettleAsync(EventSourceMapping expected, CancellationToken stoppingToken) => _catalog.ChangeAsync(
        expected.Key,
        expected.Source,
        mapping => mapping is null || !MappingLifecycle.IsSettling(mapping.Phase)
            ? RecordChange<EventSourceMapping, bool>.None(false)
            : new RecordChange<EventSourceMapping, bool>(true, Save: true, mapping.Settle()),
        stoppingToken);

    [LoggerMessage(6001, LogLevel.Error, "A change of {Mapping} was accepted and could not be brought into force")]
    private partial void LogNotSettled(string mapping, Exception exception);
}
