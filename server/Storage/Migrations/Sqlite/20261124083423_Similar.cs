using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Similar : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "regency",
                table: "alerts",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "screening",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_alerts_regency_posted_at",
                table: "alerts",
                columns: new[] { "regency", "posted_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_alerts_regency_posted_at",
                table: "alerts");

            // Entity Framework would copy the table, and the word index's triggers would be lost with the old one.
            migrationBuilder.Sql("ALTER TABLE alerts DROP COLUMN regency; ALTER TABLE alerts DROP COLUMN screening;");
        }
    }
}
