namespace Timpora.Comms.Pipeline;

/// <summary>Why a request was refused: a stable code, its HTTP status, whether trying again can help, and a sentence for a person.</summary>
public sealed record Reason(string Code, int Status, bool Retryable, Say Sentence);

/// <summary>The only list of refusal codes. The same body goes out over HTTP and over the hub; codes are never reused.</summary>
public static class Reasons
{
    /// <summary>A field's shape is wrong; <c>errors</c> names it.</summary>
    public static readonly Reason ValidationFailed = new("validation_failed", 400, false, new("Ada isian yang perlu diperbaiki.", "Some fields need correction."));

    /// <summary>The body is no JSON of the expected form.</summary>
    public static readonly Reason MalformedRequest = new("malformed_request", 400, false, new("Permintaan tidak dapat dibaca.", "The request could not be read."));

    /// <summary>Nobody is signed in.</summary>
    public static readonly Reason SignInRequired = new("sign_in_required", 401, false, new("Silakan masuk terlebih dahulu.", "Please sign in first."));

    /// <summary>Account or password is wrong; which of the two is not said.</summary>
    public static readonly Reason SignInFailed = new("sign_in_failed", 401, false, new("Nama akun atau kata sandi salah.", "The account name or password is wrong."));

    /// <summary>Too many wrong passwords.</summary>
    public static readonly Reason LockedOut = new("locked_out", 423, true, new("Akun terkunci sementara karena terlalu banyak percobaan. Coba lagi nanti.", "The account is locked for a while after too many attempts. Try again later."));

    /// <summary>The password is right, and the account also asks for the code of an authenticator app.</summary>
    public static readonly Reason CodeRequired = new("code_required", 401, false, new("Masukkan juga kode dari aplikasi autentikator.", "Enter the code of your authenticator app, too."));

    /// <summary>The session has shown too little: the account needs a passkey, or an authenticator app beside the password, first.</summary>
    public static readonly Reason SecondFactorRequired = new("second_factor_required", 403, false, new("Amankan akun Anda dahulu: buat kunci sandi atau pasang aplikasi autentikator.", "Secure your account first: make a passkey or set up an authenticator app."));

    /// <summary>What was asked for changes who comes in, and the sign-in is not fresh.</summary>
    public static readonly Reason FreshSignInRequired = new("fresh_sign_in_required", 403, false, new("Masuk sekali lagi dahulu: ini mengubah siapa yang dapat masuk.", "Sign in once more first: this changes who can come in."));

    /// <summary>The passkey is not known here, was not made for this address, or did not ask its owner.</summary>
    public static readonly Reason PasskeyRefused = new("passkey_refused", 401, false, new("Kunci sandi ini tidak dikenal atau tidak berlaku di sini.", "This passkey is not known or not valid here."));

    /// <summary>It would leave the member without any way to come in.</summary>
    public static readonly Reason LastWayIn = new("last_way_in", 409, false, new("Ini satu-satunya cara Anda masuk. Buat cara lain dahulu.", "This is your only way in. Make another one first."));

    /// <summary>The request came from another site.</summary>
    public static readonly Reason ForeignOrigin = new("foreign_origin", 403, false, new("Permintaan ini tidak berasal dari halaman hub.", "This request did not come from the hub's own page."));

    /// <summary>The member may see the thing but not do this to it.</summary>
    public static readonly Reason NotPermitted = new("not_permitted", 403, false, new("Peran Anda tidak dapat melakukan ini.", "Your role cannot do this."));

    /// <summary>There is none, or the member may not know of it.</summary>
    public static readonly Reason NotFound = new("not_found", 404, false, new("Tidak ditemukan.", "Not found."));

    /// <summary>The address exists, but not with this method.</summary>
    public static readonly Reason MethodNotAllowed = new("method_not_allowed", 405, false, new("Metode ini tidak tersedia untuk alamat ini.", "This address does not take that method."));

    /// <summary>The answer was meant for another version of the alert.</summary>
    public static readonly Reason VersionChanged = new("version_changed", 409, false, new("Isi berubah. Baca versi terbaru sebelum menjawab.", "The content changed. Read the newest version before answering."));

    /// <summary>The alert is resolved or cancelled.</summary>
    public static readonly Reason AlreadyClosed = new("already_closed", 409, false, new("Peringatan ini sudah ditutup.", "This alert is already closed."));

    /// <summary>The obligation is answered already.</summary>
    public static readonly Reason AlreadyAnswered = new("already_answered", 409, false, new("Instansi Anda sudah menjawab.", "Your agency has already answered."));

    /// <summary>The ladder moved on in the same moment, or stands at its end.</summary>
    public static readonly Reason AlreadyEscalated = new("already_escalated", 409, false, new("Sudah dieskalasi.", "Already escalated."));

    /// <summary>The five minutes for taking an answer back are over, or there is none.</summary>
    public static readonly Reason UndoTooLate = new("undo_too_late", 409, false, new("Jawaban hanya dapat dibatalkan oleh pemberinya dalam 5 menit.", "An answer can be taken back only by who gave it, within 5 minutes."));

    /// <summary>The offer was withdrawn, answered or never made.</summary>
    public static readonly Reason OfferOver = new("offer_over", 409, false, new("Tawaran ini sudah tidak berlaku.", "This offer no longer stands."));

    /// <summary>Only a resolved alert, and only for 72 hours.</summary>
    public static readonly Reason NotReopenable = new("not_reopenable", 409, false, new("Hanya peringatan yang selesai paling lama 72 jam lalu dapat dibuka kembali.", "Only an alert resolved within the last 72 hours can be reopened."));

    /// <summary>A drill waits while the agency owes an answer to a real alert.</summary>
    public static readonly Reason DrillPaused = new("drill_paused", 409, false, new("Latihan dijeda: instansi ini masih harus menjawab peringatan nyata.", "The drill is paused: this agency still owes an answer to a real alert."));

    /// <summary>Possible victims: an outcome that detains or deports, or ends a TPPO, needs a recorded screening.</summary>
    public static readonly Reason ScreeningRequired = new("screening_required", 409, false, new("Kemungkinan korban belum dikesampingkan: catat hasil skrining oleh petugas bernama terlebih dahulu.", "Possible victims are not ruled out: record a screening by a named person first."));

    /// <summary>A screening found victims, or did not rule them out: they are neither detained nor deported, and the case was no false alarm.</summary>
    public static readonly Reason VictimsProtected = new("victims_protected", 409, false, new("Skrining menemukan korban atau belum menyingkirkannya: korban tidak ditahan atau dideportasi, dan laporan ini bukan laporan keliru. Rujuk ke layanan korban.", "The screening found victims or did not rule them out: victims are not detained or deported, and this was no false alarm. Refer them to victim services."));

    /// <summary>Somebody else wrote first.</summary>
    public static readonly Reason WriteConflict = new("write_conflict", 409, true, new("Ada perubahan bersamaan. Coba sekali lagi.", "Somebody changed this at the same moment. Try once more."));

    /// <summary>Nothing incoming to accept.</summary>
    public static readonly Reason NothingToAccept = new("nothing_to_accept", 409, false, new("Tidak ada giliran jaga yang menunggu Anda.", "No shift is waiting for you."));

    /// <summary>Somebody whose turn begins with the caller's has accepted it for both.</summary>
    public static readonly Reason AlreadyAccepted = new("already_accepted", 409, false, new("Rekan Anda sudah menerima giliran jaga ini.", "Your colleague has already accepted this shift."));

    /// <summary>Something open was not on the list that the person accepted.</summary>
    public static readonly Reason HandoverChanged = new("handover_changed", 409, false, new("Daftar serah terima berubah. Baca daftar terbaru, lalu terima.", "The handover list changed. Read the newest list, then accept."));

    /// <summary>The body is larger than any real request.</summary>
    public static readonly Reason TooLarge = new("too_large", 413, false, new("Permintaan terlalu besar.", "The request is too large."));

    /// <summary>Not JSON.</summary>
    public static readonly Reason UnsupportedMediaType = new("unsupported_media_type", 415, false, new("Kirim sebagai application/json.", "Send application/json."));

    /// <summary>A member, or an address where nobody is signed in, asks for more than is fair; nothing was done.</summary>
    public static readonly Reason TooManyRequests = new("too_many_requests", 429, true, new("Terlalu banyak permintaan dalam waktu singkat. Coba lagi sebentar lagi.", "Too many requests in a short time. Try again in a moment."));

    /// <summary>The member has as many open connections as one may have.</summary>
    public static readonly Reason TooManyConnections = new("too_many_connections", 429, true, new("Akun ini sudah terhubung dari terlalu banyak tempat. Tutup halaman hub yang lain.", "This account is connected from too many places. Close other pages of the hub."));

    /// <summary>A client key was used before for something else.</summary>
    public static readonly Reason ClientKeyReused = new("client_key_reused", 422, false, new("Kunci ini sudah dipakai untuk permintaan lain.", "This key was already used for another request."));

    /// <summary>The link was used, has expired or never existed.</summary>
    public static readonly Reason LinkSpent = new("link_spent", 410, false, new("Tautan ini sudah dipakai atau tidak berlaku.", "This link was used already or is not valid."));

    /// <summary>The link was sent to somebody else.</summary>
    public static readonly Reason LinkNotYours = new("link_not_yours", 403, false, new("Tautan ini untuk anggota lain. Masuk dengan akun Anda sendiri.", "This link is for another member. Sign in with your own account."));

    /// <summary>The disk is full, or so nearly that what is left is kept for answers; nothing was stored.</summary>
    public static readonly Reason StorageFull = new("storage_full", 507, true, new("Penyimpanan hub penuh. Kiriman ini belum diterima; coba lagi nanti.", "The hub's storage is full. This was not accepted; try again later."));

    /// <summary>The hub failed. Whether the request was stored is not certain when it failed at the commit; the same key finds out.</summary>
    public static readonly Reason InternalFailure = new("internal_failure", 500, true, new("Terjadi gangguan di hub. Belum pasti terkirim; coba lagi.", "The hub had a fault. Whether this was accepted is not certain; try again."));

    /// <summary>Every reason, for the golden file.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        ValidationFailed, MalformedRequest, SignInRequired, SignInFailed, LockedOut, CodeRequired, SecondFactorRequired, FreshSignInRequired, PasskeyRefused, LastWayIn, ForeignOrigin, NotPermitted, NotFound, MethodNotAllowed, VersionChanged, AlreadyClosed,
        AlreadyAnswered, AlreadyEscalated, UndoTooLate, OfferOver, NotReopenable, DrillPaused, ScreeningRequired, VictimsProtected, WriteConflict, NothingToAccept, AlreadyAccepted, HandoverChanged, TooLarge, UnsupportedMediaType, TooManyRequests, TooManyConnections, ClientKeyReused, LinkSpent, LinkNotYours, StorageFull, InternalFailure,
    ];
}

/// <summary>A refused request. Carries no input back: error texts may end in logs.</summary>
public sealed class Rejection(Reason reason, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(reason.Code)
{
    /// <summary>What the command has written so far stands although it is refused: that somebody tried belongs to the record.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;

    /// <summary>When trying again can help, from now on; told over HTTP only.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Sentences per field, camelCase paths.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>One field is wrong for a reason that only the hub's facts can tell.</summary>
    public static Rejection Field(string field, Say sentence) =>
        new(Reasons.ValidationFailed, new Dictionary<string, string[]> { [field] = [sentence.ToString()] });
}
