namespace Goldcrest.SystemTests.Errors;

/// <summary>Sends the request that a row is the answer to.</summary>
internal delegate Task<Provoked> Provoke(RefusalStage stage);
