using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Indexing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                -- How far the texts of each channel are in the word index (PostgresWordIndex): they go in after the commit, many at a time. In the transaction of a
                -- message the index cost more than the message, while its channel was locked.
                CREATE TABLE search_positions (channel text PRIMARY KEY, seq bigint NOT NULL);
                -- First nobody can write texts any more; then what is not seen here comes after it.
                DROP TRIGGER search_text_added ON reveals;
                INSERT INTO search_positions SELECT slug, head FROM channels;
                CREATE OR REPLACE FUNCTION search_text() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    -- The lock that whoever takes texts into the index holds (HubDb.LockName): what is erased meanwhile must not stay in it.
                    PERFORM pg_advisory_xact_lock(hashtextextended('word-index', 0));
                    DELETE FROM search_texts t USING entries e WHERE e.channel = OLD.channel AND e.seq = OLD.seq AND t.alert_id = e.alert_id AND t.seq = OLD.seq AND t.field = OLD.field;
                    IF TG_OP = 'UPDATE' THEN
                        INSERT INTO search_texts SELECT alert_id, seq, field, search_document(value) FROM search_thread WHERE channel = NEW.channel AND seq = NEW.seq AND field = NEW.field;
                    END IF;
                    RETURN NULL;
                END $$;
                -- The same words as before. Functions of this kind keep their plans; those written in SQL are planned anew for every text, which took longer than the work.
                CREATE OR REPLACE FUNCTION search_fold(text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                BEGIN
                    -- Without accents there is nothing to normalise.
                    IF octet_length($1) = length($1) THEN
                        RETURN regexp_replace(lower($1), '[^a-z0-9]+', ' ', 'g');
                    END IF;
                    RETURN regexp_replace(lower(normalize(regexp_replace(normalize($1, NFD), '[\u0300-\u036F]+', '', 'g'), NFC)),
                        '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u2000-\u2BFF\u3000-\u3004\u3008-\u3020\uFE00-\uFE6F\uFF00-\uFF0F\U0001F000-\U0001FAFF]+', ' ', 'g');
                END $$;
                CREATE OR REPLACE FUNCTION search_document(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                DECLARE folded text := search_fold($1);
                BEGIN
                    RETURN array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 60) FROM unnest(string_to_array(folded, ' ')) w WHERE w <> '')) || strip(to_tsvector('pg_catalog.indonesian', folded));
                END $$;
                -- Takes the texts of some numbers of some channels into the index, in the order of the channels, and tells after which channel to go on; nothing when it is
                -- through. One at a time, and who waits for another does so for two seconds at most. Each statement in it sees a moment of its own: the heads, and all
                -- entries up to them. Row by row and by the key of each table, as in search_thread: plans are kept, and one made while the tables were small would read
                -- all of them, or all of a long thread, until their next analysis.
                CREATE FUNCTION search_take(waits boolean, numbers integer, many integer, after text) RETURNS text LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
                DECLARE
                    taken integer;
                    last_of_all text;
                    left_over text;
                    before_it text;
                BEGIN
                    IF NOT EXISTS (SELECT 1 FROM channels c LEFT JOIN search_positions p ON p.channel = c.slug WHERE c.slug > after AND c.head > COALESCE(p.seq, 0)) THEN
                        RETURN NULL;
                    ELSIF waits THEN
                        PERFORM pg_advisory_xact_lock(hashtextextended('word-index', 0));
                    ELSIF NOT pg_try_advisory_xact_lock(hashtextextended('word-index', 0)) THEN
                        RETURN NULL;
                    END IF;
                    WITH behind AS (
                        SELECT c.slug AS channel, COALESCE(p.seq, 0) AS done, LEAST(c.head, COALESCE(p.seq, 0) + numbers) AS until, c.head
                        FROM channels c LEFT JOIN search_positions p ON p.channel = c.slug WHERE c.slug > after AND c.head > COALESCE(p.seq, 0) ORDER BY c.slug LIMIT many),
                    added AS (
                        INSERT INTO search_texts (alert_id, seq, field, document)
                        SELECT a.id, r.seq, r.field, search_document(r.value) FROM behind b
                        CROSS JOIN LATERAL (SELECT seq, field, value FROM reveals WHERE channel = b.channel AND seq > b.done AND seq <= b.until AND in_feed AND field IN ('text', 'note', 'reason') OFFSET 0) r
                        CROSS JOIN LATERAL (SELECT alert_id FROM entries WHERE channel = b.channel AND seq = r.seq LIMIT 1) e
                        CROSS JOIN LATERAL (SELECT id FROM alerts WHERE id = e.alert_id AND channel = b.channel LIMIT 1) a
                        ON CONFLICT (alert_id, seq, field) DO UPDATE SET document = EXCLUDED.document),
                    moved AS (
                        INSERT INTO search_positions (channel, seq) SELECT channel, until FROM behind ON CONFLICT (channel) DO UPDATE SET seq = EXCLUDED.seq)
                    SELECT count(*), max(channel), min(channel) FILTER (WHERE until < head), max(channel) FILTER (WHERE channel < (SELECT min(channel) FROM behind WHERE until < head))
                    INTO taken, last_of_all, left_over, before_it FROM behind;
                    RETURN CASE WHEN left_over IS NOT NULL THEN COALESCE(before_it, after) WHEN taken = many THEN last_of_all END;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                    SELECT regexp_replace(lower(normalize(regexp_replace(normalize($1, NFD), '[\u0300-\u036F]+', '', 'g'), NFC)),
                        '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u2000-\u2BFF\u3000-\u3004\u3008-\u3020\uFE00-\uFE6F\uFF00-\uFF0F\U0001F000-\U0001FAFF]+', ' ', 'g')
                $$;
                CREATE OR REPLACE FUNCTION search_document(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                    SELECT array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 60) FROM unnest(string_to_array(folded, ' ')) w WHERE w <> ''))
                        || strip(to_tsvector('pg_catalog.indonesian', folded)) FROM (SELECT search_fold($1) AS folded) f
                $$;
                CREATE OR REPLACE FUNCTION search_text() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP <> 'INSERT' THEN
                        DELETE FROM search_texts t USING entries e WHERE e.channel = OLD.channel AND e.seq = OLD.seq AND t.alert_id = e.alert_id AND t.seq = OLD.seq AND t.field = OLD.field;
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        INSERT INTO search_texts SELECT alert_id, seq, field, search_document(value) FROM search_thread WHERE channel = NEW.channel AND seq = NEW.seq AND field = NEW.field;
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER search_text_added AFTER INSERT ON reveals FOR EACH ROW WHEN (NEW.in_feed AND NEW.field IN ('text', 'note', 'reason')) EXECUTE FUNCTION search_text();
                INSERT INTO search_texts SELECT t.alert_id, t.seq, t.field, search_document(t.value) FROM search_thread t LEFT JOIN search_positions p ON p.channel = t.channel
                    WHERE t.seq > COALESCE(p.seq, 0) ON CONFLICT (alert_id, seq, field) DO NOTHING;
                DROP FUNCTION search_take(boolean, integer, integer, text);
                DROP TABLE search_positions;
                """);
        }
    }
}
