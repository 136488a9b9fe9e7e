namespace Goldcrest.Server.Account;

/// <summary>A feature that keeps code which counts against an account's storage.</summary>
internal interface ICodeKeeper
{
    /// <returns>Bytes as uploaded, each version counted.</returns>
    long CodeBytes(string account, string region);
}
