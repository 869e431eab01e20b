"""What is seen: presenter, window and views.  Views know the model, never engine or worker."""
