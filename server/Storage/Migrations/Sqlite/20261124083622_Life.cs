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
            migrationBuilder.DropColumn(
                name: "offered_from",
                table: "obligations");

            migrationBuilder.DropColumn(
                name: "offered_to",
                table: "obligations");

            migrationBuilder.DropColumn(
                name: "paused_at",
                table: "obligations");

            migrationBuilder.DropColumn(
                name: "offered_agencies",
                table: "alerts");
        }
    }
}
