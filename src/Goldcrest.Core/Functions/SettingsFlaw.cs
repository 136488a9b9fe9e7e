namespace Goldcrest.Core.Functions;

/// <summary>Why settings cannot be had together.</summary>
public abstract record SettingsFlaw
{
    private SettingsFlaw()
    {
    }

    /// <summary>Subnets without security groups, or the reverse.</summary>
    public sealed record HalfAVpc : SettingsFlaw;

    public sealed record NoSuchSubnet(string Id) : SettingsFlaw;

    public sealed record NoSuchSecurityGroup(string Id) : SettingsFlaw;

    /// <summary>A file system is reached through the function's VPC, and it has none.</summary>
    public sealed record MountWithoutVpc(string Arn) : SettingsFlaw;

    /// <summary>The VPC is to go, and a file system that was reached through it to stay.</summary>
    public sealed record VpcStillNeeded(string Arn) : SettingsFlaw;

    public sealed record DeadLettersUnusable(string Arn) : SettingsFlaw;

    public sealed record KeyUnusable(string Arn) : SettingsFlaw;

    /// <param name="What">Is not to be had together with snapshots: a runtime, say.</param>
    public sealed record NoSnapshotsWith(string What) : SettingsFlaw;

    /// <summary>The function is durable, and its runtime cannot be.</summary>
    public sealed record RuntimeNotDurable : SettingsFlaw;

    public sealed record ImageSettingsTooLarge(int MaxBytes) : SettingsFlaw;
}
