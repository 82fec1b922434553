"""The clerk: a process of the pipeline that takes the pages' requests one after another and answers them."""
