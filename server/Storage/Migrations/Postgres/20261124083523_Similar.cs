using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "screening",
                table: "alerts",
                type: "text",
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

            migrationBuilder.DropColumn(
                name: "regency",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "screening",
                table: "alerts");
        }
    }
}
