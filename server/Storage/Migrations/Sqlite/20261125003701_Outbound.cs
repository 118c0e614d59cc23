using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Outbound : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "claim",
                table: "notifications",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "notifications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "alert_links",
                columns: table => new
                {
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    alert_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    recipient = table.Column<Guid>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_links", x => x.secret_hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_transport_due_at",
                table: "notifications",
                columns: new[] { "transport", "due_at" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_alert_links_expires_at",
                table: "alert_links",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_links");

            migrationBuilder.DropIndex(
                name: "IX_notifications_transport_due_at",
                table: "notifications");

            // Entity Framework would copy the whole table.
            migrationBuilder.Sql("ALTER TABLE notifications DROP COLUMN claim; ALTER TABLE notifications DROP COLUMN due_at;");
        }
    }
}
