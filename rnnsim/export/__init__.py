"""What is taken home: pictures of the views."""
