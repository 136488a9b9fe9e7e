using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Goldcrest.Core.Code;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Tests.Code;

namespace Goldcrest.Tests.CodeSigning;

public sealed class SignatureTests : IDisposable
{
    private const string Job = "arn:aws:signer:us-east-1:000000000000:/signing-jobs/6357e0b2-0e6a-4b86-a0b4-70df934c2e31";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly SigningProfile _profile = SigningProfile.Make("000000000000", "us-east-1", "local", Now);
    private readonly SigningProfile _other = SigningProfile.Make("000000000000", "us-east-1", "other", Now);

    public void Dispose()
    {
        _profile.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_signed_zip_says_who_signed_it_by_which_job_and_until_when()
    {
        var finding = Read(Signed(), Trust(_profile));

        Assert.Equal(new SignatureFinding.Genuine(_profile.Arn, Job, Now.AddDays(1), Revoked: false), finding);
        Assert.Matches("^arn:aws:signer:us-east-1:000000000000:/signing-profiles/local/[a-zA-Z0-9]{10}$", _profile.Arn);
    }

    [Fact]
    public void A_signature_can_hold_for_ever()
    {
        var zip = CodeSigner.Sign(Zips.Code(), _profile, Job, expires: null, Now);

        Assert.Equal(new SignatureFinding.Genuine(_profile.Arn, Job, null, Revoked: false), Read(zip, Trust(_profile)));
    }

    [Fact]
    public void What_was_in_the_zip_stays_and_the_signature_lies_where_AWS_puts_it()
    {
        var before = Zips.Read(Zips.Code());

        var after = Zips.Read(Signed());

        Assert.Equal(before, after[..before.Count], (a, b) => a.Name == b.Name && a.Content.AsSpan().SequenceEqual(b.Content));
        Assert.Equal(["META_INF/", "META_INF/aws_signer_signature_v1.0.SF"], after[before.Count..].Select(entry => entry.Name));
        Assert.StartsWith("-----BEGIN PKCS7-----\n", Encoding.ASCII.GetString(after[^1].Content), StringComparison.Ordinal);
    }

    [Fact]
    public void Compression_and_times_are_not_signed()
    {
        var repacked = Zips.Of(CompressionLevel.NoCompression, 1999, Zips.Read(Signed()));

        Assert.IsType<SignatureFinding.Genuine>(Read(repacked, Trust(_profile)));
    }

    [Theory]
    [InlineData("change")]
    [InlineData("rename")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("reorder")]
    public void Code_that_is_not_what_was_signed_has_a_broken_signature(string deed)
    {
        var entries = Zips.Read(Signed());
        switch (deed)
        {
            case "change":
                entries[0] = (entries[0].Name, "def handler(event, context): steal()\n"u8.ToArray());
                break;
            case "rename":
                entries[0] = ("g.py", entries[0].Content);
                break;
            case "add":
                entries.Insert(1, ("sitecustomize.py", "steal()"u8.ToArray()));
                break;
            case "remove":
                entries.RemoveAt(2);
                break;
            default:
                (entries[0], entries[2]) = (entries[2], entries[0]);
                break;
        }

        Assert.IsType<SignatureFinding.Broken>(Read(Zips.Of(entries), Trust(_profile)));
    }

    [Fact]
    public void Unsigned_code_is_told_from_broken_code()
    {
        Assert.IsType<SignatureFinding.NotSigned>(Read(Zips.Code(), Trust(_profile)));
        Assert.IsType<SignatureFinding.Broken>(Read("no zip"u8.ToArray(), Trust(_profile)));
    }

    [Fact]
    public void A_signer_whom_nobody_vouches_for_has_signed_nothing()
    {
        Assert.IsType<SignatureFinding.Broken>(Read(Signed(), new TrustedSigners([], [])));
        Assert.IsType<SignatureFinding.Broken>(Read(Signed(), Trust(_other)));
    }

    [Fact]
    public void A_trusted_signer_cannot_sign_in_another_profiles_name()
    {
        using var liar = SigningProfile.FromPem(_other.ToPem().Replace(_other.Arn, _profile.Arn, StringComparison.Ordinal));

        var finding = Read(CodeSigner.Sign(Zips.Code(), liar, Job, null, Now), Trust(_profile, _other));

        Assert.IsType<SignatureFinding.Broken>(finding);
    }

    [Fact]
    public void The_signature_of_one_zip_is_none_of_another()
    {
        var entries = Zips.Read(Signed());
        var moved = Zips.Of([("other.py", "pass"u8.ToArray()), .. entries[^2..]]);

        Assert.IsType<SignatureFinding.Broken>(Read(moved, Trust(_profile)));
    }

    [Fact]
    public void A_signature_vouches_for_the_entries_that_are_unpacked_not_for_others_hidden_in_the_zip()
    {
        var signed = Signed();
        var evil = new RawZip(new("f.py", "steal()"), new("1"), new("2"), new("3"), new("4")).ToBytes();

        var finding = Read(Hide(signed, evil), Trust(_profile));

        Assert.IsType<SignatureFinding.NotSigned>(finding);
    }

    [Fact]
    public void A_job_and_a_profile_version_can_be_taken_back()
    {
        Assert.True(Assert.IsType<SignatureFinding.Genuine>(Read(Signed(), Trust([Job], _profile))).Revoked);
        Assert.True(Assert.IsType<SignatureFinding.Genuine>(Read(Signed(), Trust([_profile.Arn], _profile))).Revoked);
        Assert.False(Assert.IsType<SignatureFinding.Genuine>(Read(Signed(), Trust([_other.Arn], _profile))).Revoked);
    }

    [Fact]
    public void A_profile_is_the_same_after_it_was_kept()
    {
        using var kept = SigningProfile.FromPem(_profile.ToPem());

        var finding = Read(CodeSigner.Sign(Zips.Code(), kept, Job, null, Now), Trust(_profile));

        Assert.Equal(_profile.Arn, Assert.IsType<SignatureFinding.Genuine>(finding).ProfileVersionArn);
    }

    [Fact]
    public void Neither_nothing_nor_a_signed_zip_can_be_signed()
    {
        Assert.Throws<InvalidDataException>(() => CodeSigner.Sign(Zips.Of(), _profile, Job, null, Now));
        Assert.Throws<InvalidDataException>(() => CodeSigner.Sign(Signed(), _profile, Job, null, Now));
        Assert.Throws<InvalidDataException>(() => CodeSigner.Sign("no zip"u8.ToArray(), _profile, Job, null, Now));
    }

    [Fact]
    public void No_damage_makes_looking_throw_and_none_to_a_signature_is_overlooked()
    {
        var random = new Random(20261121);
        var (zip, entries, trusted) = (Signed(), Zips.Read(Signed()), Trust(_profile));
        var envelope = Convert.FromBase64String(string.Concat(Encoding.ASCII.GetString(entries[^1].Content).Split('\n').Where(line => !line.StartsWith('-'))));

        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])zip.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            _ = Read(damaged, trusted);

            var forged = (byte[])envelope.Clone();
            forged[random.Next(forged.Length)] ^= (byte)(1 << random.Next(8));
            entries[^1] = (entries[^1].Name, Encoding.ASCII.GetBytes($"-----BEGIN PKCS7-----\n{Convert.ToBase64String(forged)}\n-----END PKCS7-----\n"));
            var finding = Read(Zips.Of(entries), trusted);

            // Some bytes of the envelope are outside what is signed; whatever is changed there, it is still this job's signature.
            Assert.True(finding is SignatureFinding.Broken or SignatureFinding.Genuine { JobArn: Job, Revoked: false }, $"{finding}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PKCS7-----\n-----END PKCS7-----\n")]
    [InlineData("-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n")]
    [InlineData("-----BEGIN PKCS7-----\n!!!!\n-----END PKCS7-----\n")]
    public void A_signature_that_is_none_is_broken(string text)
    {
        var zip = Zips.Of(("f.py", "pass"u8.ToArray()), (CodeDigest.SignaturePath, Encoding.ASCII.GetBytes(text)));

        Assert.IsType<SignatureFinding.Broken>(Read(zip, Trust(_profile)));
    }

    /// <summary>
    /// Puts one zip before another, whose record then names the first one's directory: readers that believe the offset see the one, readers that
    /// take what lies before the record, as for self-starting archives, see the other.
    /// </summary>
    private static byte[] Hide(byte[] hidden, byte[] seen)
    {
        byte[] both = [.. hidden, .. seen];
        var (count, from, to) = (seen[^12], Directory(seen), Directory(hidden));
        var header = hidden.Length + from;
        for (var i = 0; i < count; i++)
        {
            var offset = both.AsSpan(header + 42);
            BinaryPrimitives.WriteInt32LittleEndian(offset, BinaryPrimitives.ReadInt32LittleEndian(offset) + to - from);
            header += 46 + both[header + 28] + both[header + 30] + both[header + 32];
        }

        BinaryPrimitives.WriteInt32LittleEndian(both.AsSpan(both.Length - 6), to);
        return both;

        static int Directory(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));
    }

    private byte[] Signed() => CodeSigner.Sign(Zips.Code(), _profile, Job, Now.AddDays(1), Now);

    private static TrustedSigners Trust(params SigningProfile[] profiles) => Trust([], profiles);

    private static TrustedSigners Trust(string[] revoked, params SigningProfile[] profiles) =>
        new([.. profiles.Select(profile => X509CertificateLoader.LoadCertificate(profile.Certificate.RawData))], revoked);

    private static SignatureFinding Read(byte[] zip, TrustedSigners trusted) => SignatureReading.Read(zip, new CodeLimits(), () => trusted);
}
