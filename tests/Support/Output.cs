using Xunit;

// What a hub prints and logs belongs to the test that started it, and is shown when that test fails.
[assembly: CaptureConsole]
