using System.Globalization;

namespace Goldcrest.Core.Invoke;

/// <summary>How a signal is called in the reason of an exit.</summary>
public static class SignalNames
{
    public static string Of(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 => "user defined signal 1",
        11 => "segmentation fault",
        12 => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        31 => "bad system call",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };
}
