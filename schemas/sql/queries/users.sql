-- name: InsertUser :exec
INSERT INTO users (tenant_id, id, name, email_sealed, email_index, role, use_mfa, allow_ui, limited, status, password_hash)
VALUES (@tenant_id, @id, @name, @email_sealed, @email_index, @role, @use_mfa, @allow_ui, @limited, @status, @password_hash);

-- name: GetUser :one
SELECT * FROM users WHERE id = @id;

-- name: LockUser :one
SELECT * FROM users WHERE id = @id FOR UPDATE;

-- name: ListUsers :many
SELECT * FROM users ORDER BY lower(name), id;

-- name: UpdateUser :exec
UPDATE users SET name = @name, role = @role, use_mfa = @use_mfa, allow_ui = @allow_ui, limited = @limited, status = @status WHERE id = @id;

-- name: UpdateOwnUser :exec
UPDATE users SET name = @name, notify_email = @notify_email, notify_sms = @notify_sms WHERE id = @id;

-- name: SetUserPassword :exec
UPDATE users SET password_hash = @password_hash, name = @name, status = @status WHERE id = @id;

-- name: SeeUser :exec
UPDATE users SET last_seen_at = @at WHERE id = @id;

-- name: LockActiveAdmins :many
SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE;

-- name: ListUserCompanies :many
SELECT user_id, company_id FROM user_companies ORDER BY user_id, company_id;

-- name: ListCompaniesOfUser :many
SELECT company_id FROM user_companies WHERE user_id = @user_id ORDER BY company_id;

-- name: DeleteCompaniesOfUser :exec
DELETE FROM user_companies WHERE user_id = @user_id;

-- name: InsertCompanyOfUser :exec
INSERT INTO user_companies (tenant_id, user_id, company_id) VALUES (@tenant_id, @user_id, @company_id);

-- name: BeginUserTOTP :exec
UPDATE users SET totp_sealed = @totp_sealed, totp_confirmed = false, totp_last_step = 0 WHERE id = @id;

-- name: ConfirmUserTOTP :exec
UPDATE users SET totp_confirmed = true WHERE id = @id;

-- name: SpendTOTPStep :execrows
UPDATE users SET totp_last_step = @step WHERE id = @id AND totp_last_step < @step;

-- name: ForgetUserTOTP :exec
UPDATE users SET totp_sealed = NULL, totp_confirmed = false, totp_last_step = 0 WHERE id = @id;

-- name: InsertRecoveryCode :exec
INSERT INTO recovery_codes (tenant_id, user_id, code_hash) VALUES (@tenant_id, @user_id, @code_hash);

-- name: SpendRecoveryCode :execrows
DELETE FROM recovery_codes WHERE user_id = @user_id AND code_hash = @code_hash;

-- name: DeleteRecoveryCodes :exec
DELETE FROM recovery_codes WHERE user_id = @user_id;

-- name: LockNames :exec
SELECT pg_advisory_xact_lock(hashtextextended('names of ' || @tenant::text, 0));

-- The names of the MSP's people and of its keys that are in use.
-- name: ListNames :many
SELECT users.id, users.name FROM users UNION ALL SELECT api_keys.id, api_keys.name FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());
