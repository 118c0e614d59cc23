using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Duty : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "duty_gap_notices",
                columns: table => new
                {
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_gap_notices", x => new { x.agency, x.role, x.since });
                });

            migrationBuilder.CreateTable(
                name: "duty_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    member = table.Column<Guid>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    written_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    cancelled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_overrides", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_duty_overrides_until",
                table: "duty_overrides",
                column: "until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duty_gap_notices");

            migrationBuilder.DropTable(
                name: "duty_overrides");
        }
    }
}
