using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Life : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "offered_from",
                table: "obligations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "offered_to",
                table: "obligations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "paused_at",
                table: "obligations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "offered_agencies",
                table: "alerts",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Entity Framework would copy the tables, and the word index's triggers would be lost with the old ones.
            migrationBuilder.Sql(
                """
                ALTER TABLE obligations DROP COLUMN offered_from;
                ALTER TABLE obligations DROP COLUMN offered_to;
                ALTER TABLE obligations DROP COLUMN paused_at;
                ALTER TABLE alerts DROP COLUMN offered_agencies;
                """);
        }
    }
}
