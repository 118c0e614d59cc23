using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql(
                """
                -- The word index (FTS5, without the texts themselves). A row is one text: an alert's own, or one of its thread. Its number is
                -- the alert's number, then the entry's sequence (33 bits) and which field it is (2 bits).
                CREATE TABLE search_numbers (number INTEGER PRIMARY KEY, alert_id TEXT NOT NULL UNIQUE);
                CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4');
                CREATE TRIGGER search_alert_added AFTER INSERT ON alerts BEGIN
                    INSERT INTO search_numbers (alert_id) VALUES (new.id);
                    INSERT INTO search (rowid, words) SELECT number << 35, new.headline || ' ' || new.narrative || ' ' || new.search_words FROM search_numbers WHERE alert_id = new.id;
                END;
                CREATE TRIGGER search_alert_changed AFTER UPDATE OF headline, narrative, search_words ON alerts BEGIN
                    INSERT OR REPLACE INTO search (rowid, words) SELECT number << 35, new.headline || ' ' || new.narrative || ' ' || new.search_words FROM search_numbers WHERE alert_id = new.id;
                END;
                CREATE TRIGGER search_alert_removed AFTER DELETE ON alerts BEGIN
                    DELETE FROM search WHERE rowid >= (SELECT number << 35 FROM search_numbers WHERE alert_id = old.id) AND rowid < (SELECT (number + 1) << 35 FROM search_numbers WHERE alert_id = old.id);
                    DELETE FROM search_numbers WHERE alert_id = old.id;
                END;
                -- Of the log only what people write into an alert's own thread; the copies in desks say the same.
                CREATE VIEW search_thread AS
                    SELECT r.channel, r.seq, r.field, r.value, (n.number << 35) | (r.seq << 2) | (CASE r.field WHEN 'text' THEN 1 WHEN 'note' THEN 2 ELSE 3 END) AS row
                    FROM reveals r JOIN entries e ON e.channel = r.channel AND e.seq = r.seq JOIN alerts a ON a.id = e.alert_id AND a.channel = e.channel
                    JOIN search_numbers n ON n.alert_id = a.id
                    WHERE r.in_feed AND r.field IN ('text', 'note', 'reason');
                CREATE TRIGGER search_text_added AFTER INSERT ON reveals WHEN new.in_feed AND new.field IN ('text', 'note', 'reason') BEGIN
                    INSERT INTO search (rowid, words) SELECT row, value FROM search_thread WHERE channel = new.channel AND seq = new.seq AND field = new.field;
                END;
                CREATE TRIGGER search_text_changing BEFORE UPDATE ON reveals BEGIN
                    DELETE FROM search WHERE rowid IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                END;
                CREATE TRIGGER search_text_changed AFTER UPDATE ON reveals BEGIN
                    INSERT INTO search (rowid, words) SELECT row, value FROM search_thread WHERE channel = new.channel AND seq = new.seq AND field = new.field;
                END;
                CREATE TRIGGER search_text_erased BEFORE DELETE ON reveals BEGIN
                    DELETE FROM search WHERE rowid IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                END;
                INSERT INTO search_numbers (alert_id) SELECT id FROM alerts ORDER BY id;
                UPDATE alerts SET headline = headline;
                INSERT INTO search (rowid, words) SELECT row, value FROM search_thread;
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
                DROP TRIGGER search_alert_added;
                DROP TRIGGER search_alert_changed;
                DROP TRIGGER search_alert_removed;
                DROP TRIGGER search_text_added;
                DROP TRIGGER search_text_changing;
                DROP TRIGGER search_text_changed;
                DROP TRIGGER search_text_erased;
                DROP VIEW search_thread;
                DROP INDEX ix_alerts_state_id;
                DROP INDEX ix_alerts_case_type_id;
                DROP INDEX ix_alerts_region_code_id;
                DROP INDEX ix_obligations_agency_alert_id;
                DROP TABLE search;
                DROP TABLE search_numbers;
                """);

            migrationBuilder.DropColumn(
                name: "search_words",
                table: "alerts");
        }
    }
}
