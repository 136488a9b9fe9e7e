namespace Goldcrest.Tests.Lives;

/// <summary>One step of a life. What it does in particular depends on its seed and on what is there by then, so that any moves can be left out.</summary>
/// <param name="Kind">See <see cref="Moves"/>.</param>
internal readonly record struct Move(int Kind, int Seed);
