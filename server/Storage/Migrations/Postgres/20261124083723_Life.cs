using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Timpora.Comms.Storage.Migrations.Postgres
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
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "offered_to",
                table: "obligations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "paused_at",
                table: "obligations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "offered_agencies",
                table: "alerts",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");
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
