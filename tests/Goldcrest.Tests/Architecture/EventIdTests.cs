using System.Reflection;
using Goldcrest.Server.Sandboxes;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Tests.Architecture;

public sealed class EventIdTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_two_messages_of_the_server_have_the_same_event_id()
    {
        var messages = typeof(ISandbox).Assembly.GetTypes().SelectMany(type => type.GetMethods(All))
            .Select(method => (Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId, Name: $"{method.DeclaringType!.Name}.{method.Name}"))
            .Where(message => message.Id is not null)
            .ToList();

        var shared = messages.GroupBy(message => message.Id).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(message => message.Name))}");

        Assert.NotEmpty(messages);
        Assert.Empty(shared);
    }
}
