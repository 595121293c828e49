"""Staff: people, roles, sign-in and the audit trail. No resident and no answer."""
