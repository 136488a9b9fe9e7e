namespace Goldcrest.Server.Functions;

/// <summary>Is told when no version serves a deployment any more, so that what was kept warm for it can go.</summary>
internal interface IDeploymentObserver
{
    /// <summary>Must return at once and must not throw.</summary>
    void OnDeploymentGone(string deploymentId);
}
