using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Lean : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_notifications_obligation_state",
                table: "notifications");

            migrationBuilder.Sql(
                """
                -- Texts that wait for the word index (WordIndex), by the number they will have there.
                CREATE TABLE search_pending (row INTEGER PRIMARY KEY, words TEXT NOT NULL);
                DROP TRIGGER search_alert_added;
                DROP TRIGGER search_alert_changed;
                DROP TRIGGER search_alert_removed;
                DROP TRIGGER search_text_added;
                DROP TRIGGER search_text_changing;
                DROP TRIGGER search_text_changed;
                DROP TRIGGER search_text_erased;
                CREATE TRIGGER search_alert_added AFTER INSERT ON alerts BEGIN
                    INSERT INTO search_numbers (alert_id) VALUES (new.id);
                    INSERT INTO search_pending (row, words) SELECT number << 35, new.headline || ' ' || new.narrative || ' ' || new.search_words FROM search_numbers WHERE alert_id = new.id;
                END;
                CREATE TRIGGER search_alert_changed AFTER UPDATE OF headline, narrative, search_words ON alerts BEGIN
                    INSERT OR REPLACE INTO search_pending (row, words) SELECT number << 35, new.headline || ' ' || new.narrative || ' ' || new.search_words FROM search_numbers WHERE alert_id = new.id;
                END;
                CREATE TRIGGER search_alert_removed AFTER DELETE ON alerts BEGIN
                    DELETE FROM search WHERE rowid >= (SELECT number << 35 FROM search_numbers WHERE alert_id = old.id) AND rowid < (SELECT (number + 1) << 35 FROM search_numbers WHERE alert_id = old.id);
                    DELETE FROM search_pending WHERE row >= (SELECT number << 35 FROM search_numbers WHERE alert_id = old.id) AND row < (SELECT (number + 1) << 35 FROM search_numbers WHERE alert_id = old.id);
                    DELETE FROM search_numbers WHERE alert_id = old.id;
                END;
                CREATE TRIGGER search_text_added AFTER INSERT ON reveals WHEN new.in_feed AND new.field IN ('text', 'note', 'reason') BEGIN
                    INSERT INTO search_pending (row, words) SELECT row, value FROM search_thread WHERE channel = new.channel AND seq = new.seq AND field = new.field;
                END;
                -- What is erased is erased in both, whether it waited or not.
                CREATE TRIGGER search_text_changing BEFORE UPDATE ON reveals BEGIN
                    DELETE FROM search WHERE rowid IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                    DELETE FROM search_pending WHERE row IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                END;
                CREATE TRIGGER search_text_changed AFTER UPDATE ON reveals BEGIN
                    INSERT INTO search_pending (row, words) SELECT row, value FROM search_thread WHERE channel = new.channel AND seq = new.seq AND field = new.field;
                END;
                CREATE TRIGGER search_text_erased BEFORE DELETE ON reveals BEGIN
                    DELETE FROM search WHERE rowid IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                    DELETE FROM search_pending WHERE row IN (SELECT row FROM search_thread WHERE channel = old.channel AND seq = old.seq AND field = old.field);
                END;
                -- Its rows are little more than their key: one tree instead of two.
                CREATE TABLE firings_lean (
                    obligation TEXT NOT NULL, version INTEGER NOT NULL, round INTEGER NOT NULL, level INTEGER NOT NULL, fired_at INTEGER NOT NULL, skipped INTEGER NOT NULL,
                    CONSTRAINT "PK_firings" PRIMARY KEY (obligation, version, round, level)) WITHOUT ROWID;
                INSERT INTO firings_lean (obligation, version, round, level, fired_at, skipped) SELECT obligation, version, round, level, fired_at, skipped FROM firings;
                DROP TABLE firings;
                ALTER TABLE firings_lean RENAME TO firings;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                INSERT OR REPLACE INTO search (rowid, words) SELECT row, words FROM search_pending;
                DROP TRIGGER search_alert_added;
                DROP TRIGGER search_alert_changed;
                DROP TRIGGER search_alert_removed;
                DROP TRIGGER search_text_added;
                DROP TRIGGER search_text_changing;
                DROP TRIGGER search_text_changed;
                DROP TRIGGER search_text_erased;
                DROP TABLE search_pending;
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
                CREATE TABLE firings_wide (
                    obligation TEXT NOT NULL, version INTEGER NOT NULL, round INTEGER NOT NULL, level INTEGER NOT NULL, fired_at INTEGER NOT NULL, skipped INTEGER NOT NULL,
                    CONSTRAINT "PK_firings" PRIMARY KEY (obligation, version, round, level));
                INSERT INTO firings_wide SELECT * FROM firings;
                DROP TABLE firings;
                ALTER TABLE firings_wide RENAME TO firings;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_obligation_state",
                table: "notifications",
                columns: new[] { "obligation", "state" });
        }
    }
}
