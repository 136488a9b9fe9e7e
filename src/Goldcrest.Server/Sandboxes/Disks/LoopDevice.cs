using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>Block devices made of image files. A device detaches itself when its last user (mount or descriptor) is gone.</summary>
internal sealed unsafe class LoopDevice : IDisposable
{
    private const string Control = "/dev/loop-control";
    private const ulong GetFree = 0x4c82;
    private const ulong Configure = 0x4c0a;
    private const ulong Detach = 0x4c01;
    private const uint AutoClear = 4;
    private const int Attempts = 64;

    // struct loop_config: u32 descriptor, u32 block size, struct loop_info64 (its flags at 52), 64 reserved bytes.
    private const int ConfigBytes = 304;
    private const int FlagsOffset = 8 + 52;

    private readonly SafeFileHandle _device;

    private LoopDevice(string path, SafeFileHandle device)
    {
        Path = path;
        _device = device;
    }

    public string Path { get; }

    public static bool HostHasThem => File.Exists(Control);

    /// <summary>Attaches the image to a free device. Mount it, then dispose: the mount keeps it alive from then on.</summary>
    public static LoopDevice Attach(string imagePath)
    {
        using var image = File.OpenHandle(imagePath, FileMode.Open, FileAccess.ReadWrite);
        using var control = OpenDevice(Control);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = Libc.IoControl((int)control.DangerousGetHandle(), GetFree, 0);
            if (number < 0)
            {
                throw Fault.Of("find a free loop device");
            }

            var path = $"/dev/loop{number}";
            var device = OpenDevice(path);
            if (TryConfigure(device, image))
            {
                return new LoopDevice(path, device);
            }

            // Somebody else on the host was quicker: take the next one.
            var error = Marshal.GetLastPInvokeError();
            device.Dispose();
            if (error != Libc.ErrorBusy)
            {
                throw Fault.Of($"attach a disk image to {path}", error);
            }
        }

        throw Fault.Of("get a loop device that others do not take first", Libc.ErrorBusy);
    }

    /// <summary>Detaches every device whose image lies (or lay) in the directory; one still mounted goes with its mount.</summary>
    public static void DetachAll(string directory)
    {
        foreach (var block in Directory.GetDirectories("/sys/block", "loop*"))
        {
            var backing = System.IO.Path.Combine(block, "loop/backing_file");
            try
            {
                if (File.Exists(backing) && File.ReadAllText(backing).StartsWith(directory + "/", StringComparison.Ordinal))
                {
                    using var device = OpenDevice("/dev/" + System.IO.Path.GetFileName(block));
                    _ = Libc.IoControl((int)device.DangerousGetHandle(), Detach, 0);
                }
            }
            catch (IOException)
            {
                // It went by itself between the two looks.
            }
        }
    }

    public void Dispose() => _device.Dispose();

    private static bool TryConfigure(SafeFileHandle device, SafeFileHandle image)
    {
        var config = stackalloc byte[ConfigBytes];
        new Span<byte>(config, ConfigBytes).Clear();
        *(int*)config = (int)image.DangerousGetHandle();
        *(uint*)(config + FlagsOffset) = AutoClear;
        return Libc.IoControl((int)device.DangerousGetHandle(), Configure, config) == 0;
    }

    private static SafeFileHandle OpenDevice(string path)
    {
        var descriptor = Libc.Open(path, Libc.ReadWrite | Libc.CloseOnExec, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Fault.Of($"open {path} (modprobe loop)");
    }
}
