"""Users, their grants, the one policy that says who may do what, sign-in and accounts."""
