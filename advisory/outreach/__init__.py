"""What a facilitator takes to people: the kiosk, the form on paper and the poster."""
