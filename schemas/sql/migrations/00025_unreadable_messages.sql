-- +goose Up
-- A message of which nobody can read who wrote it or to whom is kept for Admins.
ALTER TABLE messages ADD COLUMN unreadable boolean NOT NULL DEFAULT false;
