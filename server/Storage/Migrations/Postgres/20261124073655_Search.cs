using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "search_words",
                table: "alerts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql(
                """
                -- Lower case, without accents, with a space for whatever is neither letter nor digit; the same for every locale of the database.
                CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                    SELECT regexp_replace(lower(normalize(regexp_replace(normalize($1, NFD), '[\u0300-\u036F]+', '', 'g'), NFC)),
                        '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u2000-\u2BFF\u3000-\u3004\u3008-\u3020\uFE00-\uFE6F\uFF00-\uFF0F\U0001F000-\U0001FAFF]+', ' ', 'g')
                $$;
                -- Each word as written, for beginnings of words, and its Indonesian stem. No positions: nothing asks for phrases.
                CREATE FUNCTION search_document(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
                    SELECT array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 60) FROM unnest(string_to_array(folded, ' ')) w WHERE w <> ''))
                        || strip(to_tsvector('pg_catalog.indonesian', folded)) FROM (SELECT search_fold($1) AS folded) f
                $$;
                -- The word index. A row is one text: an alert's own (sequence 0), or one of its thread.
                CREATE TABLE search_texts (alert_id uuid NOT NULL, seq bigint NOT NULL, field text NOT NULL, document tsvector NOT NULL, PRIMARY KEY (alert_id, seq, field));
                CREATE INDEX ix_search_texts_document ON search_texts USING gin (document);
                CREATE FUNCTION search_alert() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        DELETE FROM search_texts WHERE alert_id = OLD.id;
                    ELSE
                        INSERT INTO search_texts VALUES (NEW.id, 0, '', search_document(NEW.headline || ' ' || NEW.narrative || ' ' || NEW.search_words))
                            ON CONFLICT (alert_id, seq, field) DO UPDATE SET document = EXCLUDED.document;
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER search_alert_added AFTER INSERT OR DELETE ON alerts FOR EACH ROW EXECUTE FUNCTION search_alert();
                CREATE TRIGGER search_alert_changed AFTER UPDATE OF headline, narrative, search_words ON alerts FOR EACH ROW EXECUTE FUNCTION search_alert();
                -- Of the log only what people write into an alert's own thread; the copies in desks say the same.
                CREATE VIEW search_thread AS
                    SELECT r.channel, r.seq, r.field, r.value, a.id AS alert_id
                    FROM reveals r JOIN entries e ON e.channel = r.channel AND e.seq = r.seq JOIN alerts a ON a.id = e.alert_id AND a.channel = e.channel
                    WHERE r.in_feed AND r.field IN ('text', 'note', 'reason');
                CREATE FUNCTION search_text() RETURNS trigger LANGUAGE plpgsql AS $$
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
                CREATE TRIGGER search_text_changed AFTER UPDATE OR DELETE ON reveals FOR EACH ROW WHEN (OLD.in_feed AND OLD.field IN ('text', 'note', 'reason')) EXECUTE FUNCTION search_text();
                INSERT INTO search_texts SELECT id, 0, '', search_document(headline || ' ' || narrative || ' ' || search_words) FROM alerts;
                INSERT INTO search_texts SELECT alert_id, seq, field, search_document(value) FROM search_thread;
                -- The list's filters, newest first (ids rise with time).
                CREATE INDEX ix_alerts_state_id ON alerts (state, id);
                CREATE INDEX ix_alerts_case_type_id ON alerts (case_type, id);
                CREATE INDEX ix_alerts_region_code_id ON alerts (region_code, id);
                CREATE INDEX ix_obligations_agency_alert_id ON obligations (agency, alert_id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER search_alert_added ON alerts;
                DROP TRIGGER search_alert_changed ON alerts;
                DROP TRIGGER search_text_added ON reveals;
                DROP TRIGGER search_text_changed ON reveals;
                DROP INDEX ix_alerts_state_id;
                DROP INDEX ix_alerts_case_type_id;
                DROP INDEX ix_alerts_region_code_id;
                DROP INDEX ix_obligations_agency_alert_id;
                DROP VIEW search_thread;
                DROP TABLE search_texts;
                DROP FUNCTION search_alert();
                DROP FUNCTION search_text();
                DROP FUNCTION search_document(text);
                DROP FUNCTION search_fold(text);
                """);

            migrationBuilder.DropColumn(
                name: "search_words",
                table: "alerts");
        }
    }
}
