using Timpora.Comms.Alerts;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>Identities never stand in an alert's text, however they are written; what only looks like one must pass, or officers learn to write around it.</summary>
public class IdentityNumbersTests
{
    [Theory]
    [InlineData("NIK 1871014503900002", "plain")]
    [InlineData("nik:1871014503900002.", "between punctuation")]
    [InlineData("1871 0145 0390 0002", "in fours")]
    [InlineData("187101-450390-0002", "as on the card")]
    [InlineData("1871 - 0145 - 0390 - 0002", "dash between spaces")]
    [InlineData("1871.0145.0390.0002", "dots")]
    [InlineData("1871–0145–0390–0002", "en dashes")]
    [InlineData("1 8 7 1 0 1 4 5 0 3 9 0 0 0 0 2", "letter by letter")]
    [InlineData("1871\t0145\t0390\t0002", "tabs")]
    [InlineData("1871\u00A00145\u00A00390\u00A00002", "non-breaking spaces")]
    [InlineData("18710145\u200B03900002", "zero-width space inside")]
    [InlineData("1871\u200D0145\u2060039\uFEFF00002", "other invisible characters")]
    [InlineData("1871\u00AD01450390\u00AD0002", "soft hyphens")]
    [InlineData("1871\uFFFE0145\uFDD003900002", "code points that are no characters")]
    [InlineData("1\u03018710145039000\u030102", "combining marks")]
    [InlineData("１８７１０１４５０３９００００２", "full-width digits")]
    [InlineData("١٨٧١٠١٤٥٠٣٩٠٠٠٠٢", "Arabic digits")]
    [InlineData("१८७१०१४५०३९००००२", "Devanagari digits")]
    [InlineData("𝟏𝟖𝟕𝟏𝟎𝟏𝟒𝟓𝟎𝟑𝟗𝟎𝟎𝟎𝟎𝟐", "mathematical digits")]
    [InlineData("𞥑𞥘𞥗𞥑𞥐𞥑𞥔𞥕𞥐𞥓𞥙𞥐𞥐𞥐𞥐𞥒", "Adlam digits, outside the basic plane")]
    [InlineData("1️⃣8️⃣7️⃣1️⃣0️⃣1️⃣4️⃣5️⃣0️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣2️⃣", "keycaps")]
    [InlineData("\u202E2000093054101781\u202C", "written backwards to be shown forwards")]
    [InlineData("paspor B1234567", "Indonesian passport")]
    [InlineData("X1234567", "without a word")]
    [InlineData("b 1234567", "small letter and space")]
    [InlineData("AB-1234567", "two letters")]
    [InlineData("Ｂ１２３４５６７", "full-width")]
    [InlineData("B\u200B1234567", "invisible character inside")]
    [InlineData("paspor no. 987654321", "digits only, but named")]
    [InlineData("Passport number: L898902C3", "mixed, but named")]
    [InlineData("SPLP 12345678", "travel document in lieu")]
    public void An_identity_number_is_found(string text, string how) => Assert.True(IdentityNumbers.Contains(text), how);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Warga melaporkan 24 orang di Jl. Kapten Abdul Haq No. 123456, RT 05/02.")]
    [InlineData("Dijanjikan gaji Rp 5000000 sebulan, dibayar Rp1500000.")]
    [InlineData("Uang jalan Rp 12.500.000,00 dan 15000000 lagi.")]
    [InlineData("Koordinat -5.3971401, 105.2667921.")]
    [InlineData("Pada 24-11-2026 pukul 07.30 di 18.71.01.")]
    [InlineData("Mobil BE 1234 AB, hitam.")]
    [InlineData("Telepon 0812-3456-7890 dan +62 812 3456 7890.")]
    [InlineData("Rekening 123456789012345.")]
    [InlineData("Nomor perkara LP/B/123/XI/2026/SPKT.")]
    [InlineData("Paspor korban ditahan majikan.")]
    [InlineData("Berlaku di 20261124 sampai 20261231.")]
    public void What_only_looks_like_one_passes(string? text) => Assert.False(IdentityNumbers.Contains(text));

    [Theory]
    [InlineData("0812-3456-7890", true)]
    [InlineData("+62 812 3456 7890", true)]
    [InlineData("６２８１２３４５６７８９０", true)]
    [InlineData("07.30", false)]
    [InlineData("", false)]
    public void A_telephone_number_is_seen(string text, bool isOne) => Assert.Equal(isOne, IdentityNumbers.ContainsTelephone(text));
}
